insert into reference_value (reference_table, code, modifiers, areas, value_e4)
values (?1, ?2, ?3, ?4, ?5)
