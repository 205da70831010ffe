insert into mapping_profile (name, kind, headings, columns, payer_name)
values (:name, :kind, :headings, :columns, :payer_name)
