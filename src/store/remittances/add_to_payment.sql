update remittance
set
  claims = claims + ?2,
  claims_unbalanced = claims_unbalanced + ?3,
  paid_cents = paid_cents + ?4,
  interest_cents = interest_cents + ?5
where id = ?1
