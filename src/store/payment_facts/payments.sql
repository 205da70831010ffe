select
  min(live_remittance.import), payer, max(trace), max(method), max(live_remittance.amount_cents), min(paid_on),
  sum(claims), sum(claims_unbalanced), sum(paid_cents), sum(interest_cents),
  coalesce(sum(adjusted.amount_cents), 0)
from live_remittance
left join (
  select remittance, sum(amount_cents) as amount_cents
  from provider_adjustment
  group by remittance
) as adjusted on adjusted.remittance = live_remittance.id
group by coalesce(payment_key, -live_remittance.id), payer
order by min(paid_on), min(live_remittance.id)
