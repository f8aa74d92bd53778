-- Scorecards: indexes taken in from spreadsheets. Those that come with Khuê are content (content/indexes).

insert into kernel.fact_kind (name)
values
  ('programme.index-imported'),
  ('programme.component-self-scored'),
  ('programme.component-appraised'),
  ('programme.component-returned');

create table programme.index_version (
  key text not null,
  version integer not null,
  body jsonb not null,
  document_id uuid not null,
  imported_by uuid,
  imported_at timestamptz not null default now(),
  constraint index_version_pkey primary key (key, version),
  constraint index_version_document_fkey foreign key (document_id) references kernel.document (id),
  constraint index_version_from_check check (version >= 1)
);
comment on table programme.index_version is 'An index (groups, components, points, rules) as it was imported, with its file. Never changed: a new import is a new version, and the last one holds.';

grant select, insert on programme.index_version to khue_app;
