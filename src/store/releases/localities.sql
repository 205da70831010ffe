select mac, number, state, name, gpci_work_e4, gpci_pe_e4, gpci_mp_e4
from locality
where edition = ?1
order by mac, number
