update site set name = ?2, zip = ?3 where id = ?1
