select id, text, payer, line_count from live_payer_name order by text collate nocase, id
