insert into provider (name) values (?1)
