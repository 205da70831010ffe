update import set removed = 1 where id = ?1
