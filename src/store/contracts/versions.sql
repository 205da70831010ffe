select effective_from, ends_on, terms
from contract_version
where contract = ?1
order by effective_from
