delete from scenario where id = ?1
