select
  claim.claim_key, claim.id, line.line_key, line.code, line.modifiers, line.units_thousandths,
  line.charge_cents
from live_import
cross join submitted_claim as claim on claim.import = live_import.id
cross join submitted_line as line on line.claim = claim.id
where live_import.kind = 'claims' and claim.frequency <> '8'
order by line.id
