update provider set listed = 1 where id = ?1
