delete from mapping_profile where name = ?1
