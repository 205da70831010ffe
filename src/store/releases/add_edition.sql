insert into release_edition (
  import, release, year, effective_from, released, conversion_factor_e4
)
values (:import, :release, :year, :effective_from, :released, :conversion_factor_e4)
