select
  named.text,
  (select count(*) from payer_name where payer = named.payer and id <> named.id)
from payer_name as named
where named.id = ?1
