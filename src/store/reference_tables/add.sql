insert into reference_table (import, family, name, effective_from, effective_to, value_count)
values (:import, :family, :name, :effective_from, :effective_to, :value_count)
