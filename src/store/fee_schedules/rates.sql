select code, modifiers, setting, nullif(effective_from, ''), effective_to, rate_e4
from fee_rate
where fee_schedule = ?1
