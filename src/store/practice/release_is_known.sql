select 1 from live_release where id = ?1
