insert into provider (text, npi) values (?1, ?2)
