insert into payer (name, class) values (?1, ?2)
