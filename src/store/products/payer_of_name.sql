select payer from payer_name where id = ?1
