update work_claims set kept = ?1
