update site set same_as = null where id = ?1
