insert into locality (
  edition, mac, number, state, name, gpci_work_e4, gpci_pe_e4, gpci_mp_e4
)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
