select count(distinct claim_key), min(submitted_on)
from live_submitted_claim
where
  frequency <> '8'
  and claim_key not in (select remitted.claim_key from live_remittance_claim as remitted)
