-- Skills: contests of items, and calibrations.

create table skills.contest (
  id uuid not null,
  sitting_id uuid not null,
  number integer not null,
  item_id text not null,
  version integer not null,
  person_id uuid not null,
  reason text not null,
  raised_at timestamptz not null,
  state text not null,
  answer text not null default '',
  decided_by uuid,
  decided_at timestamptz,
  constraint contest_pkey primary key (id),
  constraint contest_answer_key unique (sitting_id, number),
  constraint contest_answer_fkey foreign key (sitting_id, number) references skills.answer (sitting_id, number),
  constraint contest_person_fkey foreign key (person_id) references kernel.person (id),
  constraint contest_state_check check (state in ('open', 'accepted', 'rejected')),
  constraint contest_decided_check check ((state = 'open') = (decided_at is null))
);
comment on table skills.contest is 'Somebody holds that an item they met is wrong or unclear. Accepted: the item is neutralised; rejected: with a reason. answer: what the reviewer says to the person.';
create index contest_open_idx on skills.contest (raised_at) where state = 'open';
create index contest_item_idx on skills.contest (item_id, version);
create index contest_person_idx on skills.contest (person_id);

create table skills.calibration (
  id uuid not null,
  bank_version_id uuid not null,
  model text not null,
  state text not null,
  people integer,
  report jsonb,
  problem text,
  asked_by uuid,
  asked_at timestamptz not null,
  ready_at timestamptz,
  confirmed_by uuid,
  confirmed_at timestamptz,
  new_bank_version_id uuid,
  constraint calibration_pkey primary key (id),
  constraint calibration_bank_fkey foreign key (bank_version_id) references skills.bank_version (id),
  constraint calibration_new_bank_fkey foreign key (new_bank_version_id) references skills.bank_version (id),
  constraint calibration_model_check check (model in ('1pl', '2pl', '3pl')),
  constraint calibration_state_check check (state in ('running', 'ready', 'failed', 'published', 'dropped')),
  constraint calibration_second_check check (confirmed_by is null or confirmed_by <> asked_by)
);
comment on table skills.calibration is 'Parameters found from the answers of a bank version: report holds them with errors, fit, drift and fairness. They come into use when a second person has confirmed them.';

grant select, insert, update on skills.contest, skills.calibration to khue_app;
