select claim_key, payer, product, provider, first_date, submitted_on
from live_submitted_claim
where rank = 1 and frequency <> '8'
