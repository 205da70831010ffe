update payer set name = ?2, class = ?3, listed = 1 where id = ?1
