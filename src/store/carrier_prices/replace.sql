update carrier_price
set amount_e4 = ?4, source = ?5
where code = ?1 and modifiers = ?2 and setting = ?3
