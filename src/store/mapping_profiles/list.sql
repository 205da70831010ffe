select name, kind, headings, columns, payer_name, rules
from mapping_profile
order by name collate nocase, id
