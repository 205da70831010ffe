select id from provider where name = ?1
