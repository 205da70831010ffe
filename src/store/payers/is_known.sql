select 1 from payer where id = ?1
