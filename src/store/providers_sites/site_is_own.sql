select same_as is null from site where id = ?1 and id <> 0
