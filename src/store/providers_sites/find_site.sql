select id from site where name = ?1
