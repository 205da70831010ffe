update payer_name set payer = ?2, product = ?3 where id = ?1
