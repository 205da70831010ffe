insert into remittance_claim (
  id, remittance, claim_key, duplicate_key, status, rank, reversal, filing, payer_name, provider,
  site, first_date, received_on, lines, charge_cents, paid_cents, patient_cents, interest_cents,
  difference_cents, adjustments, remarks
)
values (
  ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21
)
