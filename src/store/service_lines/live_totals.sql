select
  payer_name.payer, coalesce(payer_name.product, 0), coalesce(provider.same_as, provider.id),
  coalesce(site.same_as, site.id), total.code, total.modifiers, total.setting, total.month,
  total.lines, total.units_thousandths, total.visits, total.charge_cents,
  total.units_allowed_thousandths, total.charge_allowed_cents, total.allowed_cents,
  total.paid_cents, total.patient_cents, total.lines_without_allowed, total.lines_denied,
  total.lines_secondary
from live_import
cross join service_total as total on total.import = live_import.id
cross join payer_name on payer_name.id = total.payer_name
cross join provider on provider.id = total.provider
cross join site on site.id = total.site
