select
  claim.id, claim.claim_key, claim.lines, payer_name.payer, payer_name.product,
  coalesce(provider.same_as, provider.id), coalesce(site.same_as, site.id), paid.date, paid.code,
  paid.modifiers, paid.units_thousandths, paid.charge_cents, paid.allowed_cents, line.line_key,
  line.submitted_code, line.submitted_modifiers, line.submitted_units_thousandths, claim.reversal,
  paid.no_rate is 'denied'
from remittance_line as line
cross join remittance_claim as claim on claim.id = line.claim
cross join remittance on remittance.id = claim.remittance
cross join live_import on live_import.id = remittance.import
cross join service_line as paid on paid.id = line.service_line
cross join payer_name on payer_name.id = paid.payer_name
cross join provider on provider.id = paid.provider
cross join site on site.id = paid.site
where
  claim.rank = 1
  and (?1 or line.submitted_code is not null or line.submitted_units_thousandths is not null)
order by line.service_line
