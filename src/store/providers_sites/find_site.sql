select id from site where text = ?1
