insert into fee_schedule (import, payer, name, effective_from)
values (:import, :payer, :name, :effective_from)
