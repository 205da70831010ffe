insert into code_label (code, label) values (?1, ?2);
