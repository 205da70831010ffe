update payer set class = ?2 where id = ?1
