select contract.name
from contract
where not exists (select 1 from contract_version where contract_version.contract = contract.id)
order by contract.id
