update product set listed = 0 where id = ?1
