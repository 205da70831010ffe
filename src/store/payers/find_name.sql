select id from payer_name where text = ?1
