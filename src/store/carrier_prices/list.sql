select code, modifiers, setting, amount_e4, source from carrier_price
