select id, text, plan, code, payer, product, line_count
from live_payer_name
order by text collate nocase, plan collate nocase, code, id
