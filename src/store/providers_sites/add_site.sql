insert into site (name) values (?1)
