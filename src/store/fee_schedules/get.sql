select id, payer, name, effective_from from live_fee_schedule where id = ?1
