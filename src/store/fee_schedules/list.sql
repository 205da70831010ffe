select id, payer, name, effective_from
from live_fee_schedule
order by payer, effective_from, name, id
