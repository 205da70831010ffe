select id, name, class from live_payer order by name collate nocase, id
