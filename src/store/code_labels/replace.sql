update code_label set label = ?2 where code = ?1;
