select count(*)
from live_remittance_claim as taken_back
where
  taken_back.reversal = 1
  and taken_back.claim_key not in (
    select original.claim_key from live_remittance_claim as original where original.reversal = 0
  )
