select count(*) from live_submitted_claim
