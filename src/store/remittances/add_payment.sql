insert into remittance (
  import, payment_key, payer_name, trace, method, amount_cents, paid_on, produced_on
)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
