insert into anesthesia_factor (edition, mac, number, conversion_factor_e4)
values (?1, ?2, ?3, ?4)
