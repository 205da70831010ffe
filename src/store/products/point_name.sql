update payer_name set product = ?2 where id = ?1
