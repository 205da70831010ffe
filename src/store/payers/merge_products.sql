update product set payer = ?1 where payer = ?2
