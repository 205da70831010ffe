select patient_key from file_identity
