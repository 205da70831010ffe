insert into release (name, qp) values (?1, ?2)
