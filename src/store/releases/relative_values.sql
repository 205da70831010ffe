select
  code, modifier, status, not_used_for_payment, work_e4, pe_nonfacility_e4, pe_facility_e4,
  mp_e4, na_nonfacility, na_facility, pctc, global_period, preoperative_e4, intraoperative_e4,
  postoperative_e4, multiple_procedure, bilateral, assistant, co_surgeon, team, endoscopy_base,
  imaging_family, opps_pe_nonfacility_e4, opps_pe_facility_e4, opps_mp_e4
from relative_value
where edition = ?1
order by code, modifier
