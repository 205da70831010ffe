attach database ?1 as copy
