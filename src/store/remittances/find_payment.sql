select id, import
from remittance
where payment_key = ?1 and (import = ?2 or import in (select live_import.id from live_import))
order by id
