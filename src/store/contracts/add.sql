insert into contract (payer, name) values (?1, ?2)
