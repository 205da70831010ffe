insert into expense_total (import, year, category, kind, amount_cents)
values (?1, ?2, ?3, ?4, ?5)
