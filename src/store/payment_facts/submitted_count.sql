select count(distinct claim_key) from live_submitted_claim
