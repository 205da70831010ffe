insert into carrier_price (code, modifiers, setting, amount_e4, source)
values (?1, ?2, ?3, ?4, ?5)
