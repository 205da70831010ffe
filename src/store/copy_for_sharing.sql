-- Each table is named here on purpose: a new one is shared only once somebody decides so.
-- Left out: service_line, remittance_claim, remittance_line, submitted_claim, submitted_line and
-- claim_number, survey_answer and authorization, the choice in work_claims, and the patient key in
-- file_identity. Payments stay, but not the trace numbers by which a bank or a payer finds them.
begin;

pragma defer_foreign_keys = on;

insert into copy.file_identity (only_row, created_on, patient_key, without_lines)
select only_row, created_on, randomblob(32), 1
from main.file_identity;

insert into copy.import select * from main.import;

insert into copy.import_file select * from main.import_file;

insert into copy.release select * from main.release;

insert into copy.release_edition select * from main.release_edition;

insert into copy.relative_value select * from main.relative_value;

insert into copy.locality select * from main.locality;

insert into copy.anesthesia_factor select * from main.anesthesia_factor;

insert into copy.practice select * from main.practice;

insert into copy.payer select * from main.payer;

insert into copy.product select * from main.product;

insert into copy.payer_name select * from main.payer_name;

insert into copy.provider select * from main.provider where id <> 0;

insert into copy.site select * from main.site where id <> 0;

insert into copy.service_total select * from main.service_total;

insert into copy.import_payer_name select * from main.import_payer_name;

insert into copy.remittance (
  id, import, payment_key, payer_name, trace, method, amount_cents, paid_on, produced_on, claims,
  claims_unbalanced, paid_cents, interest_cents
)
select
  id, import, min(id) over (partition by payment_key), payer_name, '', method, amount_cents, paid_on,
  produced_on, claims, claims_unbalanced, paid_cents, interest_cents
from main.remittance;

insert into copy.provider_adjustment select * from main.provider_adjustment;

insert into copy.adjustment_total select * from main.adjustment_total;

insert into copy.fee_schedule select * from main.fee_schedule;

insert into copy.fee_rate select * from main.fee_rate;

insert into copy.reference_table select * from main.reference_table;

insert into copy.reference_value select * from main.reference_value;

insert into copy.carrier_price select * from main.carrier_price;

insert into copy.contract select * from main.contract;

insert into copy.contract_version select * from main.contract_version;

insert into copy.quality_measure select * from main.quality_measure;

insert into copy.expense_total select * from main.expense_total;

insert into copy.contact select * from main.contact;

insert into copy.scenario select * from main.scenario;

insert into copy.mapping_profile select * from main.mapping_profile;

insert into copy.code_label select * from main.code_label;

commit;
