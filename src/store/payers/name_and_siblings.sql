select
  named.text, product.name,
  (select count(*) from payer_name where payer = named.payer and id <> named.id)
from payer_name as named
left join product on product.id = named.product
where named.id = ?1
