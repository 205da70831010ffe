-- Contracts, Medicare's other fee schedules, carrier prices, and rates with dates of their own.
-- The kinds of imports are no longer listed here: a new one needs no new layout.
drop view live_payer;

drop view live_payer_name;

drop view live_fee_schedule;

drop view live_release;

drop view live_import;

create temp table kept_import as select * from import;

drop table import;

create table import (
  id integer primary key,
  kind text not null check (kind <> ''),
  file_hash text not null check (file_hash <> ''),
  file_size_bytes integer not null check (0 <= file_size_bytes),
  imported_on text not null,
  removed integer not null default 1 check (removed in (0, 1)),
  receipt text check (json_valid(receipt)),
  check (removed = 1 or receipt is not null)
) strict;

insert into import select * from kept_import;

drop table kept_import;

create temp table kept_mapping_profile as select * from mapping_profile;

drop table mapping_profile;

create table mapping_profile (
  id integer primary key,
  name text not null unique check (name <> ''),
  kind text not null check (kind <> ''),
  headings text not null check (json_valid(headings)),
  columns text not null check (json_valid(columns)),
  payer_name text
) strict;

insert into mapping_profile select * from kept_mapping_profile;

drop table kept_mapping_profile;

create temp table kept_fee_rate as select * from fee_rate;

drop table fee_rate;

create table fee_rate (
  fee_schedule integer not null references fee_schedule (id),
  code text not null check (length(code) between 1 and 8),
  modifiers text not null,
  setting text not null check (setting in ('', 'non-facility', 'facility')),
  effective_from text not null default '',
  effective_to text check (effective_from <= effective_to),
  rate_e4 integer not null check (0 <= rate_e4),
  primary key (fee_schedule, code, modifiers, setting, effective_from)
) strict, without rowid;

insert into fee_rate (fee_schedule, code, modifiers, setting, rate_e4)
select fee_schedule, code, modifiers, setting, rate_e4
from kept_fee_rate;

drop table kept_fee_rate;

create table reference_table (
  id integer primary key,
  import integer not null references import (id),
  family text not null check (family <> ''),
  name text not null check (name <> ''),
  effective_from text not null,
  effective_to text check (effective_from <= effective_to),
  value_count integer not null check (0 < value_count),
  unique (import, family, name)
) strict;

create table reference_value (
  reference_table integer not null references reference_table (id),
  code text not null check (length(code) between 1 and 8),
  modifiers text not null,
  areas text not null,
  value_e4 integer not null check (0 <= value_e4),
  primary key (reference_table, code, modifiers, areas)
) strict, without rowid;

create table carrier_price (
  id integer primary key,
  code text not null check (length(code) between 1 and 8),
  modifiers text not null,
  setting text not null check (setting in ('', 'non-facility', 'facility')),
  amount_e4 integer not null check (0 <= amount_e4),
  source text not null,
  unique (code, modifiers, setting)
) strict;

create table contract (
  id integer primary key,
  payer integer not null references payer (id),
  name text not null check (name <> '')
) strict;

create table contract_version (
  id integer primary key,
  contract integer not null references contract (id),
  effective_from text,
  ends_on text check (coalesce(effective_from, '') <= ends_on),
  terms text not null check (json_valid(terms)),
  unique (contract, effective_from)
) strict;

create view live_import as
select id, kind, file_hash, file_size_bytes, imported_on, receipt
from import
where removed = 0;

create view live_release as
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

create view live_fee_schedule as
select
  fee_schedule.id, fee_schedule.import, fee_schedule.payer, fee_schedule.name,
  fee_schedule.effective_from
from fee_schedule
join live_import on live_import.id = fee_schedule.import;

create view live_reference_table as
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

create view live_payer_name as
select
  payer_name.id, payer_name.text, payer_name.payer, sum(counted.line_count) as line_count
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
