select 1
from remittance
join live_import on live_import.id = remittance.import
where remittance.payment_key = ?1
