update provider set name = ?2 where text = ?1 and name is null
