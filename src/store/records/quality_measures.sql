select
  name, family, from_month, to_month, numerator, denominator, result_e4, better, comparator_e4,
  comparator_source, comparator_date
from live_quality_measure
order by name collate nocase, from_month, id
