select 1 from live_product where payer = ?1 and name = ?2 collate nocase and id is not ?3
