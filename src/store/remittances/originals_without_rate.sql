select claim.claim_key, remittance.payer_name, paid.code, paid.modifiers, paid.no_rate
from remittance_line as line
cross join service_line as paid on paid.id = line.service_line
cross join remittance_claim as claim on claim.id = line.claim
cross join remittance on remittance.id = claim.remittance
where
  paid.no_rate is not null
  and claim.reversal = 0
  and (remittance.import = ?1 or remittance.import in (select live_import.id from live_import))
