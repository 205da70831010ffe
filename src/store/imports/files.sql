select name, file_hash, file_size_bytes, row_count from import_file where import = ?1 order by id
