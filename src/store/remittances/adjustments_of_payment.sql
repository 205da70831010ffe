select code, amount_cents from provider_adjustment where remittance = ?1
