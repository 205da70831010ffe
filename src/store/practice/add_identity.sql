insert into file_identity (only_row, created_on, patient_key)
values (1, ?1, randomblob(32))
