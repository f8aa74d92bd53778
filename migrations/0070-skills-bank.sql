-- Skills: the item bank. Items shipped with the program are content (content/skills/bank); the tables hold every version of every item.

create schema skills;
comment on schema skills is 'Digital awareness and competence: frameworks, requirements, the item bank, and what is measured with it.';
grant usage on schema skills to khue_app;

insert into kernel.fact_kind (name)
values
  ('skills.item-moved'),
  ('skills.requirement-set'),
  ('skills.requirement-ended'),
  ('skills.framework-imported');

create table skills.item (
  id text not null,
  family text not null,
  competence text not null,
  origin text not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  constraint item_pkey primary key (id),
  constraint item_origin_check check (origin in ('content', 'local'))
);
comment on table skills.item is 'A question or task of the bank. origin content: shipped with the program; local: written in this city. Its words and key stand in item_version.';
create index item_family_idx on skills.item (family);
create index item_competence_idx on skills.item (competence);

create table skills.item_version (
  item_id text not null,
  version integer not null,
  id uuid not null,
  state text not null,
  review text not null,
  origin text not null,
  kind text not null,
  band integer not null,
  tool text,
  life text not null,
  english boolean not null,
  body text not null,
  digest text not null,
  note text not null default '',
  prompt_plain text not null,
  created_by uuid,
  editors uuid[] not null default '{}',
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  live_from timestamptz,
  retired_at timestamptz,
  constraint item_version_pkey primary key (item_id, version),
  constraint item_version_id_key unique (id),
  constraint item_version_item_fkey foreign key (item_id) references skills.item (id),
  constraint item_version_state_check check (state in ('draft', 'reviewed', 'pilot', 'live', 'retired')),
  constraint item_version_review_check check (review in ('none', 'awaiting-local-review', 'passed')),
  constraint item_version_origin_check check (origin in ('content', 'local')),
  constraint item_version_band_check check (band between 1 and 3)
);
comment on table skills.item_version is 'One wording of an item with its key (body: JSON of content/skills/item.ts, as text because the order of its options counts) and where it is in its life. Only a draft is changed in place; anything later is followed by a new version.';
create unique index item_version_live_key on skills.item_version (item_id) where state = 'live';
create unique index item_version_pilot_key on skills.item_version (item_id) where state = 'pilot';
create unique index item_version_open_key on skills.item_version (item_id) where state in ('draft', 'reviewed') and origin = 'local';
create index item_version_prompt_idx on skills.item_version using gin (prompt_plain gin_trgm_ops);

create table skills.item_parameter (
  item_id text not null,
  version integer not null,
  since timestamptz not null default now(),
  a numeric not null,
  b numeric not null,
  c numeric not null,
  source text not null,
  note text not null default '',
  constraint item_parameter_pkey primary key (item_id, version, since),
  constraint item_parameter_version_fkey foreign key (item_id, version) references skills.item_version (item_id, version),
  constraint item_parameter_source_check check (source in ('expert', 'calibrated')),
  constraint item_parameter_range_check check (a > 0 and c >= 0 and c < 1)
);
comment on table skills.item_parameter is 'Discrimination a, difficulty b (logits), guessing c of a version; the newest row holds. source expert: stated by its authors, not measured; calibrated: from answers.';

create table skills.item_review (
  id uuid not null,
  item_id text not null,
  version integer not null,
  verdict text not null,
  remark text not null,
  reviewed_by uuid not null,
  reviewed_at timestamptz not null default now(),
  constraint item_review_pkey primary key (id),
  constraint item_review_version_fkey foreign key (item_id, version) references skills.item_version (item_id, version),
  constraint item_review_verdict_check check (verdict in ('passed', 'sent-back'))
);
comment on table skills.item_review is 'What a second person found about a version. Never its author.';
create index item_review_item_idx on skills.item_review (item_id, version);

create table skills.item_move (
  id uuid not null,
  item_id text not null,
  version integer not null,
  from_state text not null,
  to_state text not null,
  reason text not null,
  moved_by uuid,
  moved_at timestamptz not null default now(),
  constraint item_move_pkey primary key (id),
  constraint item_move_version_fkey foreign key (item_id, version) references skills.item_version (item_id, version)
);
comment on table skills.item_move is 'Every step of a version from one state to the next, with who, when and why. Only grows.';
create index item_move_item_idx on skills.item_move (item_id, version);

create table skills.item_count (
  item_id text not null,
  version integer not null,
  shown integer not null,
  correct integer not null,
  counted_at timestamptz not null,
  constraint item_count_pkey primary key (item_id, version),
  constraint item_count_version_fkey foreign key (item_id, version) references skills.item_version (item_id, version),
  constraint item_count_range_check check (shown >= correct and correct >= 0)
);
comment on table skills.item_count is 'How often a version was answered and how often rightly, as counted from the answers at counted_at. No row: nobody has counted yet.';

create table skills.content_load (
  name text not null,
  digest text not null,
  loaded_at timestamptz not null default now(),
  constraint content_load_pkey primary key (name)
);
comment on table skills.content_load is 'Which state of the content files of skills the tables have last been brought to, so that a start without news reads nothing.';

grant select, insert, update, delete on skills.item, skills.item_version, skills.item_count, skills.content_load to khue_app;
grant select, insert on skills.item_parameter, skills.item_review, skills.item_move to khue_app;
