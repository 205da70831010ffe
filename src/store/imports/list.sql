select
  import.id, import.file_hash, import.file_size_bytes, import.imported_on, import.removed,
  import.receipt,
  (select fee_schedule.payer from fee_schedule where fee_schedule.import = import.id limit 1),
  (select count(*) from import_file where import_file.import = import.id)
from import
where import.receipt is not null
order by import.id
