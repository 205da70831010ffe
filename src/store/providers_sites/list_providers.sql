select id, name
from provider
where
  id <> 0
  and id in (
    select distinct service_total.provider
    from service_total
    join live_import on live_import.id = service_total.import
  )
order by name collate nocase, id
