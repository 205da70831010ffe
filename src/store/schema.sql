-- What the migrations add up to; a test keeps it true. To read, not to run: new files are made by
-- the migrations.

CREATE TABLE file_identity (
  only_row integer primary key check (only_row = 1),
  created_on text not null,
  patient_key blob not null check (length(patient_key) = 32),
  without_lines integer not null default 0 check (without_lines in (0, 1))
) strict;

CREATE TABLE release (
  id integer primary key,
  name text not null check (name <> ''),
  qp text not null check (qp in ('everybody', 'non-qualifying', 'qualifying')),
  unique (name, qp)
) strict;

CREATE TABLE release_edition (
  id integer primary key,
  import integer not null references import (id),
  release integer not null references release (id),
  year integer not null,
  effective_from text not null,
  released text,
  conversion_factor_e4 integer not null,
  unique (import, release)
) strict;

CREATE TABLE relative_value (
  edition integer not null references release_edition (id),
  code text not null check (length(code) between 1 and 8),
  modifier text not null check (length(modifier) in (0, 2)),
  status text not null check (length(status) = 1),
  not_used_for_payment integer not null check (not_used_for_payment in (0, 1)),
  work_e4 integer not null,
  pe_nonfacility_e4 integer not null,
  pe_facility_e4 integer not null,
  mp_e4 integer not null,
  na_nonfacility integer not null check (na_nonfacility in (0, 1)),
  na_facility integer not null check (na_facility in (0, 1)),
  pctc integer not null,
  global_period text not null check (length(global_period) = 3),
  preoperative_e4 integer not null,
  intraoperative_e4 integer not null,
  postoperative_e4 integer not null,
  multiple_procedure integer not null,
  bilateral integer not null,
  assistant integer not null,
  co_surgeon integer not null,
  team integer not null,
  endoscopy_base text,
  imaging_family integer not null,
  opps_pe_nonfacility_e4 integer,
  opps_pe_facility_e4 integer,
  opps_mp_e4 integer,
  primary key (edition, code, modifier),
  check ((opps_pe_nonfacility_e4 is null) = (opps_mp_e4 is null)),
  check ((opps_pe_facility_e4 is null) = (opps_mp_e4 is null))
) strict, without rowid;

CREATE TABLE locality (
  edition integer not null references release_edition (id),
  mac integer not null check (mac between 0 and 99999),
  number integer not null check (number between 0 and 99),
  state text not null,
  name text not null,
  gpci_work_e4 integer not null,
  gpci_pe_e4 integer not null,
  gpci_mp_e4 integer not null,
  primary key (edition, mac, number)
) strict, without rowid;

CREATE TABLE anesthesia_factor (
  edition integer not null references release_edition (id),
  mac integer not null check (mac between 0 and 99999),
  number integer not null check (number between 0 and 99),
  conversion_factor_e4 integer not null,
  primary key (edition, mac, number)
) strict, without rowid;

CREATE TABLE practice (
  only_row integer primary key check (only_row = 1),
  name text not null,
  zip text not null,
  specialty text not null,
  tin text not null,
  npi text not null,
  address text not null,
  contact text not null,
  phone text not null,
  locality_mac integer check (locality_mac between 0 and 99999),
  locality_number integer check (locality_number between 0 and 99),
  reference_release integer references release (id),
  reference_mac integer check (reference_mac between 0 and 99999),
  reference_number integer check (reference_number between 0 and 99),
  reference_qp text check (reference_qp in ('non-qualifying', 'qualifying')),
  reference_setting text check (reference_setting in ('', 'non-facility', 'facility')),
  reference_date text,
  check ((locality_mac is null) = (locality_number is null)),
  check ((reference_release is null) = (reference_mac is null)),
  check ((reference_release is null) = (reference_number is null)),
  check ((reference_release is null) = (reference_qp is null)),
  check ((reference_release is null) = (reference_setting is null)),
  check (reference_date is null or reference_release is not null)
) strict;

CREATE TABLE payer (
  id integer primary key,
  name text not null check (name <> ''),
  class text not null check (
    class in (
      'commercial', 'medicare-advantage', 'medicare', 'medicaid', 'workers-comp', 'self-pay',
      'other'
    )
  ),
  listed integer not null default 0 check (listed in (0, 1))
) strict;

CREATE TABLE service_line (
  id integer primary key,
  import integer not null,
  line_nr integer not null,
  payer_name integer not null,
  provider integer not null,
  site integer not null,
  code text not null,
  modifiers text not null,
  place integer,
  date integer not null,
  lines integer not null,
  units_thousandths integer not null,
  visits integer,
  charge_cents integer not null,
  allowed_cents integer,
  paid_cents integer,
  patient_cents integer
, rank integer, no_rate text) strict;

CREATE TABLE fee_schedule (
  id integer primary key,
  import integer not null references import (id),
  payer integer not null references payer (id),
  name text not null check (name <> ''),
  effective_from text
) strict;

CREATE TABLE scenario (
  id integer primary key,
  name text not null check (name <> ''),
  payer integer not null references payer (id),
  proposal text not null check (json_valid(proposal)),
  effective_from text
) strict;

CREATE TABLE code_label (
  id integer primary key,
  code text not null unique check (length(code) between 1 and 8),
  label text not null check (label <> '')
) strict;

CREATE TABLE import (
  id integer primary key,
  kind text not null check (kind <> ''),
  file_hash text not null check (file_hash <> ''),
  file_size_bytes integer not null check (0 <= file_size_bytes),
  imported_on text not null,
  removed integer not null default 1 check (removed in (0, 1)),
  receipt text check (json_valid(receipt)),
  check (removed = 1 or receipt is not null)
) strict;

CREATE TABLE fee_rate (
  fee_schedule integer not null references fee_schedule (id),
  code text not null check (length(code) between 1 and 8),
  modifiers text not null,
  setting text not null check (setting in ('', 'non-facility', 'facility')),
  effective_from text not null default '',
  effective_to text check (effective_from <= effective_to),
  rate_e4 integer not null check (0 <= rate_e4),
  primary key (fee_schedule, code, modifiers, setting, effective_from)
) strict, without rowid;

CREATE TABLE reference_table (
  id integer primary key,
  import integer not null references import (id),
  family text not null check (family <> ''),
  name text not null check (name <> ''),
  effective_from text not null,
  effective_to text check (effective_from <= effective_to),
  value_count integer not null check (0 < value_count),
  unique (import, family, name)
) strict;

CREATE TABLE reference_value (
  reference_table integer not null references reference_table (id),
  code text not null check (length(code) between 1 and 8),
  modifiers text not null,
  areas text not null,
  value_e4 integer not null check (0 <= value_e4),
  primary key (reference_table, code, modifiers, areas)
) strict, without rowid;

CREATE TABLE carrier_price (
  id integer primary key,
  code text not null check (length(code) between 1 and 8),
  modifiers text not null,
  setting text not null check (setting in ('', 'non-facility', 'facility')),
  amount_e4 integer not null check (0 <= amount_e4),
  source text not null,
  unique (code, modifiers, setting)
) strict;

CREATE TABLE contract (
  id integer primary key,
  payer integer not null references payer (id),
  name text not null check (name <> '')
) strict;

CREATE TABLE contract_version (
  id integer primary key,
  contract integer not null references contract (id),
  effective_from text,
  ends_on text check (coalesce(effective_from, '') <= ends_on),
  terms text not null check (json_valid(terms)),
  unique (contract, effective_from)
) strict;

CREATE VIEW live_import as
select id, kind, file_hash, file_size_bytes, imported_on, receipt
from import
where removed = 0;

CREATE VIEW live_release as
select
  release.id, release.name, release.qp, edition.id as edition, edition.year,
  edition.effective_from, edition.released, edition.conversion_factor_e4
from release
join release_edition as edition on edition.release = release.id
where
  edition.id = (
    select max(candidate.id)
    from release_edition as candidate
    join live_import on live_import.id = candidate.import
    where candidate.release = release.id
  );

CREATE VIEW live_fee_schedule as
select
  fee_schedule.id, fee_schedule.import, fee_schedule.payer, fee_schedule.name,
  fee_schedule.effective_from
from fee_schedule
join live_import on live_import.id = fee_schedule.import;

CREATE VIEW live_reference_table as
select
  reference_table.id, reference_table.family, reference_table.name, reference_table.effective_from,
  reference_table.effective_to, reference_table.value_count
from reference_table
where
  reference_table.id = (
    select max(candidate.id)
    from reference_table as candidate
    join live_import on live_import.id = candidate.import
    where candidate.family = reference_table.family and candidate.name = reference_table.name
  );

CREATE TABLE product (
  id integer primary key,
  payer integer not null references payer (id),
  name text not null check (name <> ''),
  kind text not null check (kind <> ''),
  listed integer not null default 0 check (listed in (0, 1))
) strict;

CREATE INDEX product_by_payer on product (payer);

CREATE TABLE payer_name (
  id integer primary key,
  text text not null,
  plan text not null default '',
  code text not null default '',
  payer integer not null references payer (id),
  product integer references product (id),
  unique (text, plan, code)
) strict;

CREATE INDEX payer_name_by_payer on payer_name (payer);

CREATE TABLE provider (
  id integer primary key,
  text text not null unique,
  name text check (name <> ''),
  npi text check (length(npi) = 10),
  class text check (class <> ''),
  site integer references site (id),
  same_as integer references provider (id) check (same_as <> id),
  listed integer not null default 0 check (listed in (0, 1))
) strict;

CREATE TABLE site (
  id integer primary key,
  text text not null unique,
  name text check (name <> ''),
  zip text check (length(zip) = 5),
  same_as integer references site (id) check (same_as <> id),
  listed integer not null default 0 check (listed in (0, 1))
) strict;

CREATE TABLE service_total (
  import integer not null references import (id),
  payer_name integer not null references payer_name (id),
  provider integer not null references provider (id),
  site integer not null references site (id),
  code text not null check (length(code) between 1 and 8),
  modifiers text not null,
  setting text not null check (setting in ('non-facility', 'facility')),
  month integer not null,
  lines integer not null,
  units_thousandths integer not null,
  visits integer not null,
  charge_cents integer not null,
  units_allowed_thousandths integer not null,
  charge_allowed_cents integer not null,
  allowed_cents integer not null,
  paid_cents integer not null,
  patient_cents integer not null,
  lines_without_allowed integer not null,
  lines_denied integer not null default 0,
  lines_secondary integer not null default 0,
  primary key (import, payer_name, provider, site, code, modifiers, setting, month)
) strict, without rowid;

CREATE TABLE import_payer_name (
  import integer not null references import (id),
  payer_name integer not null references payer_name (id),
  line_count integer not null check (0 <= line_count),
  primary key (import, payer_name)
) strict, without rowid;

CREATE INDEX import_payer_name_by_name on import_payer_name (payer_name);

CREATE TABLE mapping_profile (
  id integer primary key,
  name text not null unique check (name <> ''),
  kind text not null check (kind <> ''),
  headings text not null check (json_valid(headings)),
  columns text not null check (json_valid(columns)),
  payer_name text,
  rules text not null default '{}' check (json_valid(rules))
) strict;

CREATE TABLE import_file (
  id integer primary key,
  import integer not null references import (id),
  name text not null,
  file_hash text not null check (file_hash <> ''),
  file_size_bytes integer not null check (0 <= file_size_bytes),
  row_count integer not null check (0 <= row_count)
) strict;

CREATE INDEX import_file_by_import on import_file (import);

CREATE TABLE remittance (
  id integer primary key,
  import integer not null references import (id),
  payment_key integer,
  payer_name integer not null references payer_name (id),
  trace text not null,
  method text not null,
  amount_cents integer not null,
  paid_on integer,
  produced_on integer,
  claims integer not null default 0,
  claims_unbalanced integer not null default 0,
  paid_cents integer not null default 0,
  interest_cents integer not null default 0
) strict;

CREATE INDEX remittance_by_payment_key on remittance (payment_key);

CREATE TABLE provider_adjustment (
  id integer primary key,
  remittance integer not null references remittance (id),
  code text not null check (code <> ''),
  amount_cents integer not null
) strict;

CREATE INDEX provider_adjustment_by_remittance on provider_adjustment (remittance);

CREATE TABLE remittance_claim (
  id integer primary key,
  remittance integer not null,
  claim_key integer not null,
  duplicate_key integer not null,
  status text not null,
  rank integer not null check (rank in (1, 2, 3)),
  reversal integer not null check (reversal in (0, 1)),
  filing text not null,
  payer_name integer not null,
  provider integer not null,
  site integer not null,
  first_date integer,
  received_on integer,
  lines integer not null,
  charge_cents integer not null,
  paid_cents integer not null,
  patient_cents integer not null,
  interest_cents integer not null,
  difference_cents integer not null,
  adjustments text,
  remarks text
) strict;

CREATE INDEX remittance_claim_by_remittance on remittance_claim (remittance);

CREATE TABLE remittance_line (
  service_line integer primary key,
  claim integer not null,
  line_key integer,
  submitted_code text,
  submitted_modifiers text,
  submitted_units_thousandths integer,
  adjustments text,
  remarks text
) strict;

CREATE TABLE adjustment_total (
  import integer not null references import (id),
  payer_name integer not null references payer_name (id),
  provider integer not null references provider (id),
  site integer not null references site (id),
  month integer not null,
  "group" text not null check (length("group") = 2),
  reason text not null check (reason <> ''),
  count integer not null,
  amount_cents integer not null,
  primary key (import, payer_name, provider, site, month, "group", reason)
) strict, without rowid;

CREATE TABLE submitted_claim (
  id integer primary key,
  import integer not null,
  claim_key integer not null,
  duplicate_key integer not null,
  payer_name integer not null,
  provider integer not null,
  rank integer not null check (rank in (1, 2, 3)),
  filing text not null,
  frequency text not null,
  charge_cents integer not null,
  submitted_on integer,
  first_date integer,
  lines integer not null
) strict;

CREATE TABLE submitted_line (
  id integer primary key,
  claim integer not null,
  line_nr integer not null,
  line_key integer,
  code text not null,
  modifiers text not null,
  units_thousandths integer,
  minutes_thousandths integer,
  charge_cents integer not null,
  place integer,
  date integer
) strict;

CREATE TABLE work_claims (
  only_row integer primary key check (only_row = 1),
  kept integer not null default 0 check (kept in (0, 1))
) strict;

CREATE TABLE claim_number (
  service_line integer primary key,
  practice text not null,
  payer text not null
) strict;

CREATE VIEW live_payer_name as
select
  payer_name.id, payer_name.text, payer_name.plan, payer_name.code, payer_name.payer,
  payer_name.product, sum(counted.line_count) as line_count
from payer_name
join import_payer_name as counted on counted.payer_name = payer_name.id
join live_import on live_import.id = counted.import
group by payer_name.id;

CREATE VIEW live_payer as
select payer.id, payer.name, payer.class
from payer
where
  payer.listed = 1
  or payer.id in (select live_payer_name.payer from live_payer_name)
  or payer.id in (select live_fee_schedule.payer from live_fee_schedule)
  or payer.id in (select contract.payer from contract)
  or payer.id in (select scenario.payer from scenario);

CREATE VIEW live_product as
select product.id, product.payer, product.name, product.kind
from product
where
  (product.listed = 1 and product.payer in (select live_payer.id from live_payer))
  or product.id in (select live_payer_name.product from live_payer_name);

CREATE VIEW live_remittance as
select
  remittance.id, remittance.import, remittance.payment_key, remittance.trace, remittance.method,
  remittance.amount_cents, coalesce(remittance.paid_on, remittance.produced_on) as paid_on,
  remittance.claims, remittance.claims_unbalanced, remittance.paid_cents,
  remittance.interest_cents, payer_name.payer, payer_name.product
from live_import
join remittance on remittance.import = live_import.id
join payer_name on payer_name.id = remittance.payer_name;

CREATE VIEW live_remittance_claim as
select
  claim.id, claim.claim_key, claim.rank, claim.reversal, claim.first_date, claim.received_on,
  claim.lines, claim.paid_cents, claim.difference_cents, payer_name.payer, payer_name.product,
  coalesce(provider.same_as, provider.id) as provider, coalesce(site.same_as, site.id) as site,
  coalesce(remittance.paid_on, remittance.produced_on) as paid_on
from live_import
join remittance on remittance.import = live_import.id
join remittance_claim as claim on claim.remittance = remittance.id
join payer_name on payer_name.id = claim.payer_name
join provider on provider.id = claim.provider
join site on site.id = claim.site;

CREATE VIEW live_submitted_claim as
select
  claim.id, claim.claim_key, claim.rank, claim.frequency, claim.first_date, claim.submitted_on,
  claim.lines, payer_name.payer, payer_name.product,
  coalesce(provider.same_as, provider.id) as provider
from live_import
join submitted_claim as claim on claim.import = live_import.id
join payer_name on payer_name.id = claim.payer_name
join provider on provider.id = claim.provider;

CREATE TABLE survey_answer (
  id integer primary key,
  import integer not null references import (id),
  date text not null,
  question text not null check (question <> ''),
  score_e4 integer not null,
  scale_max_e4 integer check (score_e4 <= scale_max_e4)
) strict;

CREATE INDEX survey_answer_by_import on survey_answer (import);

CREATE TABLE quality_measure (
  id integer primary key,
  import integer not null references import (id),
  name text not null check (name <> ''),
  family text not null check (family <> ''),
  from_month integer not null,
  to_month integer not null check (from_month <= to_month),
  numerator integer check (0 <= numerator),
  denominator integer check (0 <= denominator),
  result_e4 integer not null,
  better text not null check (better in ('higher', 'lower')),
  comparator_e4 integer,
  comparator_source text not null,
  comparator_date text,
  check (numerator <= denominator)
) strict;

CREATE INDEX quality_measure_by_import on quality_measure (import);

CREATE TABLE authorization (
  id integer primary key,
  import integer not null references import (id),
  requested_on text not null,
  decided_on text check (requested_on <= decided_on),
  payer_name integer not null references payer_name (id),
  code text check (length(code) between 1 and 8),
  urgency text not null check (urgency in ('standard', 'expedited')),
  outcome text not null check (outcome <> ''),
  after_appeal text check (after_appeal <> ''),
  reason text not null
) strict;

CREATE INDEX authorization_by_import on authorization (import);

CREATE TABLE expense_total (
  id integer primary key,
  import integer not null references import (id),
  year integer not null check (year between 1900 and 2199),
  category text not null check (category <> ''),
  kind text not null check (kind <> ''),
  amount_cents integer not null
) strict;

CREATE INDEX expense_total_by_import on expense_total (import);

CREATE TABLE contact (
  id integer primary key,
  import integer not null references import (id),
  payer_name integer not null references payer_name (id),
  name text not null check (name <> ''),
  role text not null,
  phone text not null,
  email text not null,
  authority text not null,
  note text not null
) strict;

CREATE INDEX contact_by_import on contact (import);

CREATE VIEW live_survey_answer as
select answer.id, answer.date, answer.question, answer.score_e4, answer.scale_max_e4
from live_import
join survey_answer as answer on answer.import = live_import.id;

CREATE VIEW live_quality_measure as
select
  measure.id, measure.name, measure.family, measure.from_month, measure.to_month,
  measure.numerator, measure.denominator, measure.result_e4, measure.better,
  measure.comparator_e4, measure.comparator_source, measure.comparator_date
from live_import
join quality_measure as measure on measure.import = live_import.id
where
  not exists (
    select 1
    from quality_measure as later
    join live_import as later_import on later_import.id = later.import
    where
      later.import > measure.import
      and later.name = measure.name
      and later.from_month = measure.from_month
      and later.to_month = measure.to_month
  );

CREATE VIEW live_authorization as
select
  request.id, request.requested_on, request.decided_on, payer_name.payer, request.code,
  request.urgency, request.outcome, request.after_appeal, request.reason
from live_import
join authorization as request on request.import = live_import.id
join payer_name on payer_name.id = request.payer_name;

CREATE VIEW live_expense_total as
select expense.id, expense.year, expense.category, expense.kind, expense.amount_cents
from live_import
join expense_total as expense on expense.import = live_import.id
where
  not exists (
    select 1
    from expense_total as later
    join live_import as later_import on later_import.id = later.import
    where later.import > expense.import and later.year = expense.year
  );

CREATE VIEW live_contact as
select
  contact.id, payer_name.payer, contact.name, contact.role, contact.phone, contact.email,
  contact.authority, contact.note
from live_import
join contact on contact.import = live_import.id
join payer_name on payer_name.id = contact.payer_name
where
  not exists (
    select 1
    from contact as later
    join live_import as later_import on later_import.id = later.import
    join payer_name as later_name on later_name.id = later.payer_name
    where
      later.import > contact.import
      and later.name = contact.name
      and later_name.payer = payer_name.payer
  );
