insert into fee_rate (fee_schedule, code, modifiers, setting, rate_e4)
values (?1, ?2, ?3, ?4, ?5)
