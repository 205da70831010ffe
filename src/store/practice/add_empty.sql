insert into practice (only_row, name, zip, specialty, tin, npi, address, contact, phone)
values (1, '', '', '', '', '', '', '', '')
