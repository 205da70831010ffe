insert into quality_measure (
  import, name, family, from_month, to_month, numerator, denominator, result_e4, better,
  comparator_e4, comparator_source, comparator_date
)
values (
  :import, :name, :family, :from_month, :to_month, :numerator, :denominator, :result_e4, :better,
  :comparator_e4, :comparator_source, :comparator_date
)
