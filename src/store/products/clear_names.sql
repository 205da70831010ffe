update payer_name set product = null where product = ?1
