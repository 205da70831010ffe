with
  by_line as (
    select
      import, sum(case when rank is null then lines else 0 end) as lines,
      sum(case when rank is null then units_thousandths else 0 end) as units,
      sum(case when rank is null then charge_cents else 0 end) as charge,
      sum(case when rank is null then coalesce(allowed_cents, 0) else 0 end) as allowed,
      sum(coalesce(paid_cents, 0)) as paid,
      sum(case when rank is null then coalesce(patient_cents, 0) else 0 end) as patient,
      sum(case when rank is null then 0 else lines end) as secondary
    from service_line
    group by import
  ),
  by_total as (
    select
      import, sum(lines) as lines, sum(units_thousandths) as units, sum(charge_cents) as charge,
      sum(allowed_cents) as allowed, sum(paid_cents) as paid, sum(patient_cents) as patient,
      sum(lines_secondary) as secondary
    from service_total
    group by import
  )
select coalesce(by_line.import, by_total.import), coalesce(by_line.lines, 0), coalesce(by_total.lines, 0)
from by_line
full join by_total on by_total.import = by_line.import
where
  (select without_lines from file_identity) = 0
  and (
    by_line.lines is not by_total.lines
    or by_line.units is not by_total.units
    or by_line.charge is not by_total.charge
    or by_line.allowed is not by_total.allowed
    or by_line.paid is not by_total.paid
    or by_line.patient is not by_total.patient
    or by_line.secondary is not by_total.secondary
  )
order by 1
