insert into submitted_claim (
  import, claim_key, duplicate_key, payer_name, provider, rank, filing, frequency, charge_cents,
  submitted_on, first_date, lines
)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
