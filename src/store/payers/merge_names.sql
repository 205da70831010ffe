update payer_name set payer = ?1 where payer = ?2
