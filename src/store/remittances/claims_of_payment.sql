select duplicate_key from remittance_claim where remittance = ?1
