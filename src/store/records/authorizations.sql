select
  request.requested_on, request.decided_on, payer.name, request.code, request.urgency,
  request.outcome, request.after_appeal, request.reason
from live_authorization as request
join payer on payer.id = request.payer
order by request.requested_on, request.id
