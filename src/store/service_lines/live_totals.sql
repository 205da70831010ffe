select
  payer_name.payer, total.provider, total.site, total.code, total.modifiers, total.setting,
  total.month, total.lines, total.units_thousandths, total.visits, total.charge_cents,
  total.units_allowed_thousandths, total.charge_allowed_cents, total.allowed_cents,
  total.paid_cents, total.patient_cents, total.lines_without_allowed
from live_import
cross join service_total as total on total.import = live_import.id
cross join payer_name on payer_name.id = total.payer_name
