select
  payer_name.payer, payer_name.product, coalesce(provider.same_as, provider.id),
  coalesce(site.same_as, site.id), total.month, total."group", total.reason, total.count,
  total.amount_cents
from live_import
cross join adjustment_total as total on total.import = live_import.id
cross join payer_name on payer_name.id = total.payer_name
cross join provider on provider.id = total.provider
cross join site on site.id = total.site
