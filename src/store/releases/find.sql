select id from release where name = ?1 and qp = ?2
