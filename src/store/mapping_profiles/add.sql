insert into mapping_profile (name, kind, headings, columns, payer_name, rules)
values (:name, :kind, :headings, :columns, :payer_name, :rules)
