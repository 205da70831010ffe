update import set removed = 0 where id = ?1
