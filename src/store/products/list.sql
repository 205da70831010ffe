select id, payer, name, kind from live_product order by name collate nocase, id
