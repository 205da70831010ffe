insert into payer_name (text, plan, code, payer, product) values (?1, ?2, ?3, ?4, ?5)
