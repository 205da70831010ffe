insert into remittance_line (
  service_line, claim, line_key, submitted_code, submitted_modifiers, submitted_units_thousandths,
  adjustments, remarks
)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
