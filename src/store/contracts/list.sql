select id, payer, name from contract order by payer, name collate nocase, id
