update provider set same_as = null where id = ?1
