insert into claim_number (service_line, practice, payer) values (?1, ?2, ?3)
