select kept from work_claims
