select id, family, name, effective_from, effective_to, value_count
from live_reference_table
where id = ?1
