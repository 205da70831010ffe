select id, payer, name from contract where id = ?1
