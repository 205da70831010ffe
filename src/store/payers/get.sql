select id, name, class from live_payer where id = ?1
