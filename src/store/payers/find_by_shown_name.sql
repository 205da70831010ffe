select 1 from live_payer where name = ?1 collate nocase and id is not ?2
