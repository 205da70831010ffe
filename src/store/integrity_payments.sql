with
  fault as (
    select 'remittance_line' as child, 'service_line' as parent, line.service_line as id
    from remittance_line as line
    where not exists (select 1 from service_line where service_line.id = line.service_line)
    union all
    select 'remittance_line', 'remittance_claim', line.service_line
    from remittance_line as line
    where not exists (select 1 from remittance_claim as claim where claim.id = line.claim)
    union all
    select 'remittance_claim', 'remittance', claim.id
    from remittance_claim as claim
    where not exists (select 1 from remittance where remittance.id = claim.remittance)
    union all
    select 'remittance_claim', 'payer_name', claim.id
    from remittance_claim as claim
    where not exists (select 1 from payer_name where payer_name.id = claim.payer_name)
    union all
    select 'submitted_claim', 'import', claim.id
    from submitted_claim as claim
    where not exists (select 1 from import where import.id = claim.import)
    union all
    select 'submitted_claim', 'payer_name', claim.id
    from submitted_claim as claim
    where not exists (select 1 from payer_name where payer_name.id = claim.payer_name)
    union all
    select 'submitted_line', 'submitted_claim', line.id
    from submitted_line as line
    where not exists (select 1 from submitted_claim as claim where claim.id = line.claim)
    union all
    select 'claim_number', 'service_line', number.service_line
    from claim_number as number
    where not exists (select 1 from service_line where service_line.id = number.service_line)
  )
select 'Row ' || min(id) || ' of ' || child || ' refers to a missing row of ' || parent
from fault
group by child, parent
union all
select 'Payment ' || remittance.id || ' has more or fewer claims than were imported'
from remittance
where
  (select without_lines from file_identity) = 0
  and remittance.claims <> (
    select count(*) from remittance_claim as claim where claim.remittance = remittance.id
  )
