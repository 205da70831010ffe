insert into submitted_line (
  claim, line_nr, line_key, code, modifiers, units_thousandths, minutes_thousandths, charge_cents,
  place, date
)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
