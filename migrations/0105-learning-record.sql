-- The learning record store (xAPI): statements, and what they are found by.

create table learning.record_client (
  id uuid not null,
  kind text not null,
  name text not null,
  key text not null,
  secret_sha256 text not null,
  scopes text[] not null,
  most_per_minute integer not null,
  agent text,
  registration uuid,
  created_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default 'infinity',
  revoked_at timestamptz,
  revoked_by uuid,
  constraint record_client_pkey primary key (id),
  constraint record_client_key_key unique (key),
  constraint record_client_kind_check check (kind in ('program', 'launch')),
  constraint record_client_name_check check (name <> ''),
  constraint record_client_most_check check (most_per_minute between 1 and 1000000)
);
comment on table learning.record_client is 'What may speak to the learning record store. program: a system that an administrator let in; launch: one opening of a package, bound to its learner (agent: JSON) and registration, and short-lived. The secret has 256 random bits, so its plain SHA-256 says nothing about it.';
create unique index record_client_name_key on learning.record_client (name) where kind = 'program' and revoked_at is null;

create table learning.record_person (
  person_id uuid not null,
  account text not null,
  agent uuid not null,
  created_at timestamptz not null default now(),
  constraint record_person_pkey primary key (person_id),
  constraint record_person_account_key unique (account),
  constraint record_person_agent_key unique (agent),
  constraint record_person_person_fkey foreign key (person_id) references kernel.person (id)
);
comment on table learning.record_person is 'By which opaque account name the statements speak of a person (agent: its key, as in statement_face). Erasing the statements gives the person a new name.';

create table learning.statement (
  place bigint generated always as identity,
  id uuid not null,
  stored timestamptz not null,
  client_id uuid,
  target uuid,
  voiding boolean not null default false,
  voided boolean not null default false,
  body text not null,
  constraint statement_pkey primary key (place),
  constraint statement_id_key unique (id),
  constraint statement_voiding_check check (not voiding or (target is not null and not voided))
);
comment on table learning.statement is 'A statement as it is given out in the format exact (body: JSON as text, with what the store adds), in the order of storing. target: the statement that a StatementRef as object names. client_id null: Khuê itself.';
create index statement_stored_idx on learning.statement (stored, place);
create index statement_client_idx on learning.statement (client_id, stored, place);
create index statement_target_idx on learning.statement (target) where target is not null;

create table learning.statement_face (
  place bigint not null,
  source uuid not null,
  stored timestamptz not null,
  agent uuid,
  verb uuid not null,
  activity uuid,
  registration uuid,
  client_id uuid,
  constraint statement_face_pkey primary key (place, source),
  constraint statement_face_place_fkey foreign key (place) references learning.statement (place)
);
comment on table learning.statement_face is 'What a statement is found by: its own face (source: its id) and the faces of the statements it refers to, directly or through others. Keys are the first 128 bits of the SHA-256 of what is named; agent is the actor. A voided statement has none.';
create index statement_face_agent_idx on learning.statement_face (agent, stored, place);
create index statement_face_activity_idx on learning.statement_face (activity, stored, place);
create index statement_face_agent_activity_idx on learning.statement_face (agent, activity, stored, place);
create index statement_face_verb_idx on learning.statement_face (verb, stored, place);
create index statement_face_registration_idx on learning.statement_face (registration, stored, place) where registration is not null;
create index statement_face_client_idx on learning.statement_face (client_id, stored, place);

create table learning.statement_agent (
  agent uuid not null,
  stored timestamptz not null,
  place bigint not null,
  source uuid not null,
  near boolean not null,
  constraint statement_agent_pkey primary key (agent, stored, place, source),
  constraint statement_agent_face_fkey foreign key (place, source) references learning.statement_face (place, source) on delete cascade
);
comment on table learning.statement_agent is 'Agents of a face besides its actor. near: object of the statement, or member of the group that acts or is acted on; else found only with related_agents.';
create index statement_agent_face_idx on learning.statement_agent (place, source);

create table learning.statement_activity (
  activity uuid not null,
  stored timestamptz not null,
  place bigint not null,
  source uuid not null,
  constraint statement_activity_pkey primary key (activity, stored, place, source),
  constraint statement_activity_face_fkey foreign key (place, source) references learning.statement_face (place, source) on delete cascade
);
comment on table learning.statement_activity is 'Activities of a face besides its object: those of its context and of a statement within it, found only with related_activities.';
create index statement_activity_face_idx on learning.statement_activity (place, source);

create table learning.statement_attachment (
  place bigint not null,
  sha2 text not null,
  document_id uuid not null,
  content_type text not null,
  constraint statement_attachment_pkey primary key (place, sha2),
  constraint statement_attachment_place_fkey foreign key (place) references learning.statement (place),
  constraint statement_attachment_document_fkey foreign key (document_id) references kernel.document (id)
);
comment on table learning.statement_attachment is 'Bytes that came with a statement, by the SHA-2 that the statement states. They are given out with this statement only.';

create table learning.record_definition (
  kind text not null,
  iri text not null,
  definition text not null,
  updated_at timestamptz not null default now(),
  constraint record_definition_pkey primary key (kind, iri),
  constraint record_definition_kind_check check (kind in ('activity', 'verb'))
);
comment on table learning.record_definition is 'What is known of an activity (its definition) or a verb (its display), as JSON: the newest word of those who may define.';

create table learning.record_document (
  kind text not null,
  activity text not null,
  agent text not null,
  registration text not null,
  name text not null,
  content bytea not null,
  content_type text not null,
  etag text not null,
  updated_at timestamptz not null,
  constraint record_document_pkey primary key (kind, activity, agent, registration, name),
  constraint record_document_kind_check check (kind in ('state', 'agent-profile', 'activity-profile'))
);
comment on table learning.record_document is 'Documents of the state, agent profile and activity profile resources. Parts of the key that a resource does not have are empty; agent is the identifier of the agent as text; etag is the SHA-1 of the content.';
create index record_document_agent_idx on learning.record_document (agent) where agent <> '';

grant select, insert, update on learning.record_client, learning.record_definition to khue_app;
grant select, insert, update, delete on learning.record_person, learning.record_document to khue_app;
grant select, insert, delete on learning.statement_face, learning.statement_agent, learning.statement_activity, learning.statement_attachment to khue_app;
grant select, insert on learning.statement to khue_app;
-- A statement stays as it came: only that it is voided, and the words that name somebody who asked to be erased, may change.
grant update (voided, body) on learning.statement to khue_app;
grant update (agent) on learning.statement_face to khue_app;
