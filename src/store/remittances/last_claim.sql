select coalesce(max(id), 0) from remittance_claim
