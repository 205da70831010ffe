delete from carrier_price where code = ?1 and modifiers = ?2 and setting = ?3
