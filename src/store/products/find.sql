select product
from (
  select product, 1 as preference, id
  from payer_name
  where payer = ?1 and plan = ?2 collate nocase and product is not null
  union all
  select id, 2, id from product where payer = ?1 and name = ?2 collate nocase
)
order by preference, id
limit 1
