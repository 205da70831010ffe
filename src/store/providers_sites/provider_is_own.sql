select same_as is null from provider where id = ?1 and id <> 0
