update product set name = ?2, kind = ?3, listed = 1 where id = ?1
