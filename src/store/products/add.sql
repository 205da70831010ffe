insert into product (payer, name, kind) values (?1, ?2, ?3)
