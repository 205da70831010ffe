select
  id, edition, name, qp, year, effective_from, released, conversion_factor_e4,
  (select count(*) from relative_value where relative_value.edition = live_release.edition),
  (select count(*) from locality where locality.edition = live_release.edition)
from live_release
order by year desc, name desc, qp
