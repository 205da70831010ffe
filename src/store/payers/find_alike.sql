select payer
from (
  select payer, case when text = ?1 then 1 else 2 end as preference, id
  from payer_name
  where text = ?1 collate nocase
  union all
  select id, 3, id from live_payer where name = ?1 collate nocase
)
order by preference, id
limit 1
