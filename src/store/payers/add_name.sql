insert into payer_name (text, payer) values (?1, ?2)
