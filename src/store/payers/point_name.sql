update payer_name set payer = ?2 where id = ?1
