delete from contract_version where contract = ?1
