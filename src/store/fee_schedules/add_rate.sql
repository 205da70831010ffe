insert into fee_rate (
  fee_schedule, code, modifiers, setting, effective_from, effective_to, rate_e4
)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
