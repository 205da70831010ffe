update scenario
set name = :name, payer = :payer, proposal = :proposal, effective_from = :effective_from
where id = :id
