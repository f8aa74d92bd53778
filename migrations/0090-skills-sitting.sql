-- Skills: sittings, what was answered, and what was measured by it.

insert into kernel.fact_kind (name)
values
  ('skills.sitting-finished'),
  ('skills.result-rescored'),
  ('skills.item-neutralised'),
  ('skills.contest-decided'),
  ('skills.session-created'),
  ('skills.session-closed'),
  ('skills.bank-calibrated');

create table skills.bank_version (
  id uuid not null,
  number integer not null generated always as identity,
  digest text not null,
  items jsonb not null,
  item_count integer not null,
  awaiting_review integer not null,
  calibrated integer not null,
  created_at timestamptz not null default now(),
  constraint bank_version_pkey primary key (id),
  constraint bank_version_number_key unique (number),
  constraint bank_version_digest_key unique (digest)
);
comment on table skills.bank_version is 'A frozen state of the items in use: items holds id, version, area, competence, family, band, life, a, b, c, source and whether each counts. Written once when the bank has changed, never changed: every sitting names the one it stands on. awaiting_review: counted items that no reviewer of this city has passed; calibrated: counted items whose parameters come from answers.';

create table skills.exposure (
  bank_version_id uuid not null,
  item_id text not null,
  asked integer not null,
  constraint exposure_pkey primary key (bank_version_id, item_id),
  constraint exposure_bank_fkey foreign key (bank_version_id) references skills.bank_version (id),
  constraint exposure_range_check check (asked >= 0)
);
comment on table skills.exposure is 'In how many measuring sittings of a bank version an item was answered; item_id empty: how many such sittings were begun. Kept in the statement that stores the answer.';

create table skills.sitting (
  id uuid not null,
  person_id uuid not null,
  unit_id uuid,
  mode text not null,
  competence text,
  bank_version_id uuid not null,
  rules jsonb not null,
  closed text[] not null,
  pilots text[] not null default '{}',
  session_id uuid,
  extra_share numeric not null default 0,
  state text not null,
  started_at timestamptz not null,
  paused_at timestamptz,
  resumed_at timestamptz,
  paused_seconds integer not null default 0,
  finished_at timestamptz,
  day date,
  ended text,
  constraint sitting_pkey primary key (id),
  constraint sitting_person_fkey foreign key (person_id) references kernel.person (id),
  constraint sitting_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint sitting_bank_fkey foreign key (bank_version_id) references skills.bank_version (id),
  constraint sitting_mode_check check (mode in ('practice', 'check', 'certification')),
  constraint sitting_state_check check (state in ('open', 'paused', 'finished')),
  constraint sitting_paused_check check ((state = 'paused') = (paused_at is not null)),
  constraint sitting_finished_check check ((state = 'finished') = (finished_at is not null and day is not null and ended is not null)),
  constraint sitting_extra_check check (extra_share between 0 and 1)
);
comment on table skills.sitting is 'One sitting of one person: the bank version, the rules (as JSON: choice, end, cuts, share of tried-out items) and the closed items are fixed when it begins, its id seeds every draw. pilots: tried-out items that it asks besides, uncounted. unit_id: the unit of the main post when it began; day: the day it ended; ended: why.';
create unique index sitting_open_key on skills.sitting (person_id, mode) where state <> 'finished';
create index sitting_person_idx on skills.sitting (person_id, started_at desc);
create index sitting_session_idx on skills.sitting (session_id) where session_id is not null;
create index sitting_day_idx on skills.sitting (day, mode) where state = 'finished';

create table skills.answer (
  sitting_id uuid not null,
  number integer not null,
  item_id text not null,
  version integer not null,
  scored boolean not null,
  given jsonb not null,
  correct boolean not null,
  minutes numeric not null,
  answered_at timestamptz not null,
  constraint answer_pkey primary key (sitting_id, number),
  constraint answer_item_key unique (sitting_id, item_id),
  constraint answer_sitting_fkey foreign key (sitting_id) references skills.sitting (id),
  constraint answer_number_check check (number >= 1)
);
comment on table skills.answer is 'What was answered, in order; only grows. scored false: tried out, or practice. minutes: from the start of the sitting to the answer without pauses, as the rule of time saw it.';
create index answer_item_idx on skills.answer (item_id, version, sitting_id);

create trigger answer_append_only
  before update or delete or truncate on skills.answer
  for each statement execute function kernel.refuse_change();

create table skills.neutralisation (
  id uuid not null,
  item_id text not null,
  version integer not null,
  origin text not null,
  reason text not null,
  decided_by uuid,
  decided_at timestamptz not null,
  constraint neutralisation_pkey primary key (id),
  constraint neutralisation_item_key unique (item_id, version),
  constraint neutralisation_version_fkey foreign key (item_id, version) references skills.item_version (item_id, version),
  constraint neutralisation_origin_check check (origin in ('session', 'contest'))
);
comment on table skills.neutralisation is 'A version of an item whose answers count for nobody any more, with why and who decided. Everybody who met it is measured again.';

create table skills.result (
  sitting_id uuid not null,
  area text not null,
  revision integer not null,
  neutralisation_id uuid,
  theta numeric not null,
  standard_error numeric not null,
  theta_from numeric not null,
  theta_to numeric not null,
  answers integer not null,
  level integer not null,
  assured integer not null,
  certainty text not null,
  beside integer,
  probabilities numeric[] not null,
  measured_at timestamptz not null,
  constraint result_pkey primary key (sitting_id, area, revision),
  constraint result_sitting_fkey foreign key (sitting_id) references skills.sitting (id),
  constraint result_neutralisation_fkey foreign key (neutralisation_id) references skills.neutralisation (id),
  constraint result_certainty_check check (certainty in ('sure', 'likely', 'open')),
  constraint result_revision_check check (revision >= 1)
);
comment on table skills.result is 'What a finished check or certification says: one row for each area (1 to 5) and one over all (area all). Only grows: when an item is neutralised, everybody who met it gets rows of the next revision. probabilities: of each level from 0 up.';

create trigger result_append_only
  before update or delete or truncate on skills.result
  for each statement execute function kernel.refuse_change();

create view skills.result_now as
select result.sitting_id, sitting.person_id, sitting.unit_id, sitting.mode, sitting.day, sitting.finished_at, sitting.bank_version_id, sitting.session_id,
  result.area, result.revision, result.theta, result.standard_error, result.theta_from, result.theta_to, result.answers,
  result.level, result.assured, result.certainty, result.beside, result.probabilities
from skills.result
join skills.sitting on sitting.id = result.sitting_id
where not exists (
  select 1
  from skills.result as newer
  where newer.sitting_id = result.sitting_id
    and newer.area = result.area
    and newer.revision > result.revision
);
comment on view skills.result_now is 'The newest revision of every result, with person, unit, mode and day of its sitting.';

create table skills.accommodation (
  person_id uuid not null,
  extra_share numeric not null default 0,
  large_print boolean not null default false,
  asked_share numeric not null default 0,
  note text not null default '',
  granted_by uuid,
  changed_at timestamptz not null default now(),
  constraint accommodation_pkey primary key (person_id),
  constraint accommodation_person_fkey foreign key (person_id) references kernel.person (id),
  constraint accommodation_share_check check (extra_share between 0 and 1 and asked_share between 0 and 1)
);
comment on table skills.accommodation is 'What makes sitting possible for a person: more time (a share of the usual), larger print. Seen by the person and by who grants it. asked_share above extra_share: asked for, not yet granted.';

grant select, insert on skills.bank_version, skills.answer, skills.result, skills.neutralisation to khue_app;
grant select on skills.result_now to khue_app;
grant select, insert, update on skills.exposure, skills.sitting to khue_app;
grant select, insert, update, delete on skills.accommodation to khue_app;
