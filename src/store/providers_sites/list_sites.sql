with
  counted as (
    select service_total.site as id, max(0, sum(service_total.lines)) as line_count
    from live_import
    cross join service_total on service_total.import = live_import.id
    group by service_total.site
  ),
  used as (
    select id from counted
    union
    select id from site where listed = 1
    union
    select site from provider where site is not null
  )
select
  site.id, site.text, site.name, site.zip, site.same_as, coalesce(counted.line_count, 0)
from site
left join counted on counted.id = site.id
where
  site.id <> 0
  and (
    site.id in (select id from used)
    or site.id in (select other.same_as from site as other where other.id in (select id from used))
  )
order by coalesce(site.name, site.text) collate nocase, site.id
