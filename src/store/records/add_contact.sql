insert into contact (import, payer_name, name, role, phone, email, authority, note)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
