delete from contract where id = ?1
