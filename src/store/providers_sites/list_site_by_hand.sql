update site set listed = 1 where id = ?1
