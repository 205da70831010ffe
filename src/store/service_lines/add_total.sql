insert into service_total (
  import, payer_name, provider, site, code, modifiers, setting, month, lines, units_thousandths,
  visits, charge_cents, units_allowed_thousandths, charge_allowed_cents, allowed_cents, paid_cents,
  patient_cents, lines_without_allowed, lines_denied, lines_secondary
)
values (
  ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20
)
on conflict do update set
  lines = lines + excluded.lines,
  units_thousandths = units_thousandths + excluded.units_thousandths,
  visits = visits + excluded.visits,
  charge_cents = charge_cents + excluded.charge_cents,
  units_allowed_thousandths = units_allowed_thousandths + excluded.units_allowed_thousandths,
  charge_allowed_cents = charge_allowed_cents + excluded.charge_allowed_cents,
  allowed_cents = allowed_cents + excluded.allowed_cents,
  paid_cents = paid_cents + excluded.paid_cents,
  patient_cents = patient_cents + excluded.patient_cents,
  lines_without_allowed = lines_without_allowed + excluded.lines_without_allowed,
  lines_denied = lines_denied + excluded.lines_denied,
  lines_secondary = lines_secondary + excluded.lines_secondary
