select id, edition, name, qp, year, effective_from, released, conversion_factor_e4
from live_release
where id = ?1
