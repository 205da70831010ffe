select * from pragma_integrity_check
