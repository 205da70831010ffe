select
  live_import.id, live_import.kind, payer_name.payer, total.code, total.modifiers, total.month,
  sum(total.lines), sum(total.charge_cents)
from live_import
cross join service_total as total on total.import = live_import.id
cross join payer_name on payer_name.id = total.payer_name
group by live_import.id, payer_name.payer, total.code, total.modifiers, total.month
order by live_import.id
