delete from code_label where code = ?1;
