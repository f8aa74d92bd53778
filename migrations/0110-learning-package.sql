-- Learning: packages of other makers (SCORM, cmi5), and how far people have come in them.

create table learning.package (
  code text not null,
  unit_id uuid not null,
  standard text,
  title text not null,
  identifier text not null,
  items jsonb not null,
  tree text,
  document_id uuid not null,
  sha256 text not null,
  file_name text not null,
  bytes bigint not null,
  unpacked bigint not null,
  findings jsonb not null,
  usable boolean not null,
  added_by uuid,
  added_at timestamptz not null,
  constraint package_pkey primary key (code),
  constraint package_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint package_standard_check check (standard in ('scorm-1.2', 'scorm-2004', 'cmi5')),
  constraint package_usable_check check (not usable or standard is not null)
);
comment on table learning.package is 'A package of another maker as it was put in: the parts that its manifest names, what the checks found (findings: names of sentences with values), and whether it may be opened. tree: activities of SCORM 2004 with their rules (JSON as text). The bytes stay in the archive.';
create index package_unit_idx on learning.package (unit_id, added_at);

create table learning.package_file (
  package_code text not null,
  path text not null,
  method integer not null,
  start bigint not null,
  packed bigint not null,
  bytes bigint not null,
  constraint package_file_pkey primary key (package_code, path),
  constraint package_file_package_fkey foreign key (package_code) references learning.package (code)
);
comment on table learning.package_file is 'Where a file of a package lies in its archive: first packed byte, packed and unpacked bytes, method (0 stored, 8 deflated). Nothing is ever unpacked into a folder.';

create table learning.package_attempt (
  id uuid not null,
  package_code text not null,
  person_id uuid not null,
  course_id text,
  lesson_id text,
  started_at timestamptz not null,
  sequencing text,
  done boolean not null default false,
  passed boolean,
  score numeric,
  done_at timestamptz,
  constraint package_attempt_pkey primary key (id),
  constraint package_attempt_person_key unique (person_id, package_code),
  constraint package_attempt_package_fkey foreign key (package_code) references learning.package (code),
  constraint package_attempt_score_check check (score between -1 and 1)
);
comment on table learning.package_attempt is 'Somebody working through a package; the id is the registration of its xAPI statements. course_id and lesson_id: the lesson it was opened from last. sequencing: state of the engine of SCORM 2004. done never becomes false again.';

create table learning.package_part (
  attempt_id uuid not null,
  item_id text not null,
  cmi text not null,
  done boolean not null,
  passed boolean,
  score numeric,
  constraint package_part_pkey primary key (attempt_id, item_id),
  constraint package_part_attempt_fkey foreign key (attempt_id) references learning.package_attempt (id),
  constraint package_part_score_check check (score between -1 and 1)
);
comment on table learning.package_part is 'One part (SCO, assignable unit) of an attempt: its data model as the package left it (JSON as text), to go on from, and what it said of completion and score.';

create table learning.package_session (
  id uuid not null,
  attempt_id uuid not null,
  token text not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  last_number integer not null default 0,
  constraint package_session_pkey primary key (id),
  constraint package_session_token_key unique (token),
  constraint package_session_attempt_fkey foreign key (attempt_id) references learning.package_attempt (id)
);
comment on table learning.package_session is 'One opening of a package. token: the part of the address under which its files are given out until expires_at; it opens nothing else. last_number: the newest state that arrived from it, so that one sent twice counts once.';
create index package_session_attempt_idx on learning.package_session (attempt_id, opened_at);

create table learning.package_time (
  session_id uuid not null,
  item_id text not null,
  seconds integer not null,
  constraint package_time_pkey primary key (session_id, item_id),
  constraint package_time_session_fkey foreign key (session_id) references learning.package_session (id),
  constraint package_time_seconds_check check (seconds >= 0)
);
comment on table learning.package_time is 'Seconds spent in a part during one opening; only ever grows, so that time is never lost and never counted twice.';

create table learning.package_launch (
  id uuid not null,
  session_id uuid not null,
  item_id text not null,
  launched_at timestamptz not null,
  fetched_at timestamptz,
  constraint package_launch_pkey primary key (id),
  constraint package_launch_session_fkey foreign key (session_id) references learning.package_session (id)
);
comment on table learning.package_launch is 'One launch of a unit of cmi5 in an opening; the id is the session id of its statements. fetched_at: when it took its credential, which it can do once.';
create index package_launch_session_idx on learning.package_launch (session_id);

grant select, insert on learning.package, learning.package_file to khue_app;
grant select, insert, update on learning.package_attempt, learning.package_part, learning.package_session, learning.package_time, learning.package_launch to khue_app;
