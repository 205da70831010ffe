update import
set file_hash = ?2, file_size_bytes = ?3
where id = ?1 and receipt is null
