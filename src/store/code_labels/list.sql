select code, label from code_label order by code;
