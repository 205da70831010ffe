update contract set payer = ?2, name = ?3 where id = ?1
