select coalesce(sum(counted.line_count), 0)
from import_payer_name as counted
join live_import on live_import.id = counted.import
