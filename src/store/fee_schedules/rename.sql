update fee_schedule set name = ?2 where id = ?1
