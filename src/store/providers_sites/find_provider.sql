select id from provider where text = ?1
