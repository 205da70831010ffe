select live_remittance.payer, adjustment.code, count(*), sum(adjustment.amount_cents)
from live_remittance
join provider_adjustment as adjustment on adjustment.remittance = live_remittance.id
group by live_remittance.payer, adjustment.code
order by 1, 2
