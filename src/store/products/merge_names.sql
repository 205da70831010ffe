update payer_name set product = ?1 where product = ?2
