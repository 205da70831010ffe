insert into site (text) values (?1)
