select payer
from (
  select payer, 1 as preference, id from payer_name where text = ?1 collate nocase
  union all
  select id, 2, id from live_payer where name = ?1 collate nocase
)
order by preference, id
limit 1
