insert into scenario (name, payer, proposal, effective_from)
values (:name, :payer, :proposal, :effective_from)
