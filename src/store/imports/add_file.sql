insert into import_file (import, name, file_hash, file_size_bytes, row_count) values (?1, ?2, ?3, ?4, ?5)
