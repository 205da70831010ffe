select mac, number, conversion_factor_e4
from anesthesia_factor
where edition = ?1
order by mac, number
