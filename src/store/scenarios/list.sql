select id, name, payer, proposal, effective_from from scenario order by id
