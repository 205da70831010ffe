select id, payer, name, kind from live_product where id = ?1
