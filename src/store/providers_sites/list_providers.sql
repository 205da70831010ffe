with
  counted as (
    select service_total.provider as id, max(0, sum(service_total.lines)) as line_count
    from live_import
    cross join service_total on service_total.import = live_import.id
    group by service_total.provider
  ),
  used as (
    select id from counted
    union
    select id from provider where listed = 1
  )
select
  provider.id, provider.text, provider.name, provider.npi, provider.class, provider.site,
  provider.same_as, coalesce(counted.line_count, 0)
from provider
left join counted on counted.id = provider.id
where
  provider.id <> 0
  and (
    provider.id in (select id from used)
    or provider.id in (select other.same_as from provider as other where other.id in (select id from used))
  )
order by coalesce(provider.name, provider.text) collate nocase, provider.id
