-- Small tables beside services and rates: each row lives and dies with its import.
create table survey_answer (
  id integer primary key,
  import integer not null references import (id),
  date text not null,
  question text not null check (question <> ''),
  score_e4 integer not null,
  scale_max_e4 integer check (score_e4 <= scale_max_e4)
) strict;

create index survey_answer_by_import on survey_answer (import);

create table quality_measure (
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

create index quality_measure_by_import on quality_measure (import);

create table authorization (
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

create index authorization_by_import on authorization (import);

create table expense_total (
  id integer primary key,
  import integer not null references import (id),
  year integer not null check (year between 1900 and 2199),
  category text not null check (category <> ''),
  kind text not null check (kind <> ''),
  amount_cents integer not null
) strict;

create index expense_total_by_import on expense_total (import);

create table contact (
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

create index contact_by_import on contact (import);

create view live_survey_answer as
select answer.id, answer.date, answer.question, answer.score_e4, answer.scale_max_e4
from live_import
join survey_answer as answer on answer.import = live_import.id;

create view live_quality_measure as
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

create view live_authorization as
select
  request.id, request.requested_on, request.decided_on, payer_name.payer, request.code,
  request.urgency, request.outcome, request.after_appeal, request.reason
from live_import
join authorization as request on request.import = live_import.id
join payer_name on payer_name.id = request.payer_name;

create view live_expense_total as
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

create view live_contact as
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
