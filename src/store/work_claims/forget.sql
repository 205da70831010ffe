delete from claim_number
