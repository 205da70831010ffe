insert into import_payer_name (import, payer_name, line_count)
values (?1, ?2, 0)
on conflict do nothing
