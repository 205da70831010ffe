select count(*) from claim_number
