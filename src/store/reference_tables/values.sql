select code, modifiers, areas, value_e4 from reference_value where reference_table = ?1
