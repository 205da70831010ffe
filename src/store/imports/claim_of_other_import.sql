select 1
from submitted_claim as restored
where
  restored.import = ?1
  and restored.duplicate_key in (
    select other.duplicate_key
    from live_import
    join submitted_claim as other on other.import = live_import.id
    where live_import.id <> ?1
  )
limit 1
