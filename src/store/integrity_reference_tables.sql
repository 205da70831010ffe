select reference_table.name
from reference_table
where
  reference_table.value_count <> (
    select coalesce(sum(1 + length(areas) - length(replace(areas, ' ', ''))), 0)
    from reference_value
    where reference_value.reference_table = reference_table.id
  )
order by reference_table.id
