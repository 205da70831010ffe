update fee_schedule set payer = ?1 where payer = ?2
