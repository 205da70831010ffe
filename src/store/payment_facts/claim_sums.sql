select
  count(*), coalesce(sum(difference_cents <> 0), 0), coalesce(sum(lines = 0), 0),
  coalesce(sum(case when lines = 0 then paid_cents end), 0), coalesce(sum(reversal), 0)
from live_remittance_claim
