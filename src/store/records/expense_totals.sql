select year, category, kind, amount_cents from live_expense_total order by year, id
