select product.id
from product
where
  product.payer = ?1
  and product.name = ?2 collate nocase
  and product.id not in (select live_product.id from live_product)
order by product.id
limit 1
