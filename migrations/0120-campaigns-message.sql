-- Campaigns: documents in force, messages in plain words with their versions, the small bank of items of each message.

create schema campaigns;
comment on schema campaigns is 'Messages that must be understood, documents in force, campaigns with frozen rosters, sends over channels, decisions on understanding.';
grant usage on schema campaigns to khue_app;

insert into kernel.fact_kind (name)
values
  ('campaigns.line-entered'),
  ('campaigns.line-changed'),
  ('campaigns.message-approved'),
  ('campaigns.campaign-changed'),
  ('campaigns.wave-answered');

create table campaigns.document (
  id uuid not null,
  key text,
  number text not null,
  kind text not null,
  issuer text not null,
  title_vi text not null,
  title_en text not null,
  issued_on date not null,
  valid_from date not null,
  valid_to date not null default 'infinity',
  source_url text,
  verified boolean not null default false,
  unit_id uuid,
  audience jsonb,
  created_by uuid,
  created_at timestamptz not null default now(),
  constraint document_pkey primary key (id),
  constraint document_key_key unique (key),
  constraint document_kind_check check (kind in ('law', 'decree', 'resolution', 'directive', 'plan', 'decision', 'regulation', 'guidance')),
  constraint document_valid_check check (valid_from < valid_to),
  constraint document_unit_fkey foreign key (unit_id) references kernel.unit (id)
);
comment on table campaigns.document is 'A resolution, plan, rule or guidance with the days on which it is in force. unit_id: whose it is; null: of the whole city. audience (kernel/audience, within unit_id): who must know it; null: for information. verified: laid beside its official text by a person.';
create index document_valid_idx on campaigns.document (valid_from, valid_to);

create table campaigns.message (
  id uuid not null,
  key text,
  document_id uuid,
  unit_id uuid,
  created_by uuid,
  created_at timestamptz not null default now(),
  constraint message_pkey primary key (id),
  constraint message_key_key unique (key),
  constraint message_document_fkey foreign key (document_id) references campaigns.document (id),
  constraint message_unit_fkey foreign key (unit_id) references kernel.unit (id)
);
comment on table campaigns.message is 'One thing that people must understand; its words stand in message_version. key: shipped with the program. unit_id null: of the whole city.';
create index message_document_idx on campaigns.message (document_id);

create table campaigns.message_version (
  message_id uuid not null,
  version integer not null,
  origin text not null,
  state text not null,
  title_vi text not null,
  title_en text not null,
  body text not null,
  words integer not null,
  changed jsonb not null default '[]',
  changed_why text,
  written_by uuid,
  written_at timestamptz not null default now(),
  approved_by uuid,
  approved_at timestamptz,
  constraint message_version_pkey primary key (message_id, version),
  constraint message_version_message_fkey foreign key (message_id) references campaigns.message (id),
  constraint message_version_origin_check check (origin in ('content', 'local')),
  constraint message_version_state_check check (state in ('draft', 'submitted', 'approved', 'superseded')),
  constraint message_version_second_person_check check (approved_by is null or written_by is null or approved_by <> written_by),
  constraint message_version_approved_check check ((state in ('approved', 'superseded')) = (approved_at is not null))
);
comment on table campaigns.message_version is 'One state of a message (body: JSON of content/campaigns/message.ts, as text). Approved by a second person; shipped ones are approved by loading. changed: the families of items whose matter differs from the version before; empty: wording only, nobody is asked again.';
create unique index message_version_approved_key on campaigns.message_version (message_id) where state = 'approved';
create unique index message_version_open_key on campaigns.message_version (message_id) where state in ('draft', 'submitted');

create table campaigns.message_file (
  id uuid not null,
  message_id uuid not null,
  version integer not null,
  kind text not null,
  language text not null,
  document_id uuid not null,
  words text not null,
  created_at timestamptz not null default now(),
  constraint message_file_pkey primary key (id),
  constraint message_file_version_fkey foreign key (message_id, version) references campaigns.message_version (message_id, version),
  constraint message_file_document_fkey foreign key (document_id) references kernel.document (id),
  constraint message_file_kind_check check (kind in ('picture', 'audio', 'video', 'captions'))
);
comment on table campaigns.message_file is 'A picture, an audio reading, a short video or its captions (WebVTT) of a version of a message; words: what stands in its place for whoever cannot see or hear it.';
create index message_file_version_idx on campaigns.message_file (message_id, version);

create table campaigns.item (
  message_id uuid not null,
  item_id text not null,
  item_version integer not null,
  family text not null,
  state text not null,
  body text not null,
  written_by uuid,
  written_at timestamptz not null default now(),
  reviewed_by uuid,
  reviewed_at timestamptz,
  finding text,
  constraint item_pkey primary key (message_id, item_id, item_version),
  constraint item_message_fkey foreign key (message_id) references campaigns.message (id),
  constraint item_state_check check (state in ('draft', 'live', 'refused', 'retired')),
  constraint item_second_person_check check (reviewed_by is null or written_by is null or reviewed_by <> written_by)
);
comment on table campaigns.item is 'A version of an item of a message (body: JSON of content/campaigns/message.ts, as text, without key elsewhere). Reviewed by a second person before it is asked; a family asks the same thing in other words.';
create unique index item_live_key on campaigns.item (message_id, item_id) where state = 'live';

create table campaigns.content_load (
  name text not null,
  digest text not null,
  loaded_at timestamptz not null default now(),
  constraint content_load_pkey primary key (name)
);
comment on table campaigns.content_load is 'Which state of the content files of campaigns the tables have last been brought to, so that a start without news reads nothing.';

grant select, insert, update on campaigns.document, campaigns.message, campaigns.message_version, campaigns.item, campaigns.content_load to khue_app;
grant select, insert on campaigns.message_file to khue_app;
