select name, kind, headings, columns, payer_name, rules
from mapping_profile
where headings = ?1 and (?2 is null or kind = ?2)
order by id desc
limit 1
