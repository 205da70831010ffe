select code, modifiers, setting, rate_e4 from fee_rate where fee_schedule = ?1
