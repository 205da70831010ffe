select
  claim.claim_key, line.code, line.modifiers, line.units_thousandths, line.place,
  coalesce(line.date, claim.first_date), provider.text
from live_import
cross join submitted_claim as claim on claim.import = live_import.id
cross join submitted_line as line on line.claim = claim.id
cross join provider on provider.id = claim.provider
where claim.lines = 1 and claim.frequency <> '8'
order by claim.id
