update payer set listed = 0 where id = ?1
