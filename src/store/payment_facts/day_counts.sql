select
  claim_key, payer, product, provider, site, first_date, received_on, paid_on
from live_remittance_claim
where rank = 1 and reversal = 0
