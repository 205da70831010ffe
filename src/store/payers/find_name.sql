select id from payer_name where text = ?1 and plan = ?2 and code = ?3
