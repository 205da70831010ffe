-- Remittances and submitted claims, products, and providers and sites with particulars of their own.
drop view live_payer;

drop view live_payer_name;

create table product (
  id integer primary key,
  payer integer not null references payer (id),
  name text not null check (name <> ''),
  kind text not null check (kind <> ''),
  listed integer not null default 0 check (listed in (0, 1))
) strict;

create index product_by_payer on product (payer);

create temp table kept_payer_name as select * from payer_name;

drop table payer_name;

create table payer_name (
  id integer primary key,
  text text not null,
  plan text not null default '',
  code text not null default '',
  payer integer not null references payer (id),
  product integer references product (id),
  unique (text, plan, code)
) strict;

create index payer_name_by_payer on payer_name (payer);

insert into payer_name (id, text, payer) select id, text, payer from kept_payer_name;

drop table kept_payer_name;

create temp table kept_provider as select * from provider;

drop table provider;

create table provider (
  id integer primary key,
  text text not null unique,
  name text check (name <> ''),
  npi text check (length(npi) = 10),
  class text check (class <> ''),
  site integer references site (id),
  same_as integer references provider (id) check (same_as <> id),
  listed integer not null default 0 check (listed in (0, 1))
) strict;

insert into provider (id, text) select id, name from kept_provider;

drop table kept_provider;

create temp table kept_site as select * from site;

drop table site;

create table site (
  id integer primary key,
  text text not null unique,
  name text check (name <> ''),
  zip text check (length(zip) = 5),
  same_as integer references site (id) check (same_as <> id),
  listed integer not null default 0 check (listed in (0, 1))
) strict;

insert into site (id, text) select id, name from kept_site;

drop table kept_site;

alter table service_line add column rank integer;

alter table service_line add column no_rate text;

create temp table kept_service_total as select * from service_total;

drop table service_total;

create table service_total (
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

insert into service_total (
  import, payer_name, provider, site, code, modifiers, setting, month, lines, units_thousandths,
  visits, charge_cents, units_allowed_thousandths, charge_allowed_cents, allowed_cents, paid_cents,
  patient_cents, lines_without_allowed
)
select * from kept_service_total;

drop table kept_service_total;

create temp table kept_import_payer_name as select * from import_payer_name;

drop table import_payer_name;

create table import_payer_name (
  import integer not null references import (id),
  payer_name integer not null references payer_name (id),
  line_count integer not null check (0 <= line_count),
  primary key (import, payer_name)
) strict, without rowid;

create index import_payer_name_by_name on import_payer_name (payer_name);

insert into import_payer_name select * from kept_import_payer_name;

drop table kept_import_payer_name;

create temp table kept_mapping_profile as select * from mapping_profile;

drop table mapping_profile;

create table mapping_profile (
  id integer primary key,
  name text not null unique check (name <> ''),
  kind text not null check (kind <> ''),
  headings text not null check (json_valid(headings)),
  columns text not null check (json_valid(columns)),
  payer_name text,
  rules text not null default '{}' check (json_valid(rules))
) strict;

insert into mapping_profile (id, name, kind, headings, columns, payer_name)
select * from kept_mapping_profile;

drop table kept_mapping_profile;

create table import_file (
  id integer primary key,
  import integer not null references import (id),
  name text not null,
  file_hash text not null check (file_hash <> ''),
  file_size_bytes integer not null check (0 <= file_size_bytes),
  row_count integer not null check (0 <= row_count)
) strict;

create index import_file_by_import on import_file (import);

create table remittance (
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

create index remittance_by_payment_key on remittance (payment_key);

create table provider_adjustment (
  id integer primary key,
  remittance integer not null references remittance (id),
  code text not null check (code <> ''),
  amount_cents integer not null
) strict;

create index provider_adjustment_by_remittance on provider_adjustment (remittance);

create table remittance_claim (
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

create index remittance_claim_by_remittance on remittance_claim (remittance);

create table remittance_line (
  service_line integer primary key,
  claim integer not null,
  line_key integer,
  submitted_code text,
  submitted_modifiers text,
  submitted_units_thousandths integer,
  adjustments text,
  remarks text
) strict;

create table adjustment_total (
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

create table submitted_claim (
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

create table submitted_line (
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

create table work_claims (
  only_row integer primary key check (only_row = 1),
  kept integer not null default 0 check (kept in (0, 1))
) strict;

insert into work_claims (only_row) values (1);

create table claim_number (
  service_line integer primary key,
  practice text not null,
  payer text not null
) strict;

create view live_payer_name as
select
  payer_name.id, payer_name.text, payer_name.plan, payer_name.code, payer_name.payer,
  payer_name.product, sum(counted.line_count) as line_count
from payer_name
join import_payer_name as counted on counted.payer_name = payer_name.id
join live_import on live_import.id = counted.import
group by payer_name.id;

create view live_payer as
select payer.id, payer.name, payer.class
from payer
where
  payer.listed = 1
  or payer.id in (select live_payer_name.payer from live_payer_name)
  or payer.id in (select live_fee_schedule.payer from live_fee_schedule)
  or payer.id in (select contract.payer from contract)
  or payer.id in (select scenario.payer from scenario);

create view live_product as
select product.id, product.payer, product.name, product.kind
from product
where
  (product.listed = 1 and product.payer in (select live_payer.id from live_payer))
  or product.id in (select live_payer_name.product from live_payer_name);

create view live_remittance as
select
  remittance.id, remittance.import, remittance.payment_key, remittance.trace, remittance.method,
  remittance.amount_cents, coalesce(remittance.paid_on, remittance.produced_on) as paid_on,
  remittance.claims, remittance.claims_unbalanced, remittance.paid_cents,
  remittance.interest_cents, payer_name.payer, payer_name.product
from live_import
join remittance on remittance.import = live_import.id
join payer_name on payer_name.id = remittance.payer_name;

create view live_remittance_claim as
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

create view live_submitted_claim as
select
  claim.id, claim.claim_key, claim.rank, claim.frequency, claim.first_date, claim.submitted_on,
  claim.lines, payer_name.payer, payer_name.product,
  coalesce(provider.same_as, provider.id) as provider
from live_import
join submitted_claim as claim on claim.import = live_import.id
join payer_name on payer_name.id = claim.payer_name
join provider on provider.id = claim.provider;
