insert into provider_adjustment (remittance, code, amount_cents) values (?1, ?2, ?3)
