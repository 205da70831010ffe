insert into relative_value (
  edition, code, modifier, status, not_used_for_payment, work_e4, pe_nonfacility_e4, pe_facility_e4,
  mp_e4, na_nonfacility, na_facility, pctc, global_period, preoperative_e4, intraoperative_e4,
  postoperative_e4, multiple_procedure, bilateral, assistant, co_surgeon, team, endoscopy_base,
  imaging_family, opps_pe_nonfacility_e4, opps_pe_facility_e4, opps_mp_e4
)
values (
  ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,
  ?22, ?23, ?24, ?25, ?26
)
