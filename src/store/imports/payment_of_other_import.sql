select 1
from remittance as restored
join remittance as other on other.payment_key = restored.payment_key and other.id <> restored.id
join live_import on live_import.id = other.import
where
  restored.import = ?1
  and live_import.id <> ?1
  and (
    restored.claims = 0
    or exists (
      select 1
      from remittance_claim as claim
      join remittance_claim as same on same.duplicate_key = claim.duplicate_key
      where claim.remittance = restored.id and same.remittance = other.id
    )
  )
limit 1
