update provider set name = ?2, npi = ?3, class = ?4, site = ?5 where id = ?1
