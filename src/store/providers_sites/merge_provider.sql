update provider set same_as = ?1 where id = ?2 or same_as = ?2
