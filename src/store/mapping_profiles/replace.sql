update mapping_profile
set
  kind = :kind,
  headings = :headings,
  columns = :columns,
  payer_name = :payer_name,
  rules = :rules
where name = :name
