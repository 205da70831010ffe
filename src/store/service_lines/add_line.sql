insert into service_line (
  import, line_nr, payer_name, provider, site, code, modifiers, place, date, lines,
  units_thousandths, visits, charge_cents, allowed_cents, paid_cents, patient_cents, rank, no_rate
)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
