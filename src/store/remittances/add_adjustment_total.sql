insert into adjustment_total (
  import, payer_name, provider, site, month, "group", reason, count, amount_cents
)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
