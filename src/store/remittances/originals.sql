select
  claim.claim_key, remittance.payer_name, claim.rank, provider.text, remittance.import = ?1
from remittance_claim as claim
join remittance on remittance.id = claim.remittance
join provider on provider.id = claim.provider
where
  claim.reversal = 0
  and (remittance.import = ?1 or remittance.import in (select live_import.id from live_import))
order by claim.id
