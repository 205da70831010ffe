insert into contract_version (contract, effective_from, ends_on, terms)
values (:contract, :effective_from, :ends_on, :terms)
