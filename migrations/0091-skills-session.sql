-- Skills: certification sessions with an invigilator.

create table skills.session (
  id uuid not null,
  unit_id uuid not null,
  day date not null,
  starts_at text not null,
  room text not null,
  code text not null,
  places integer not null,
  state text not null,
  invigilator uuid,
  created_at timestamptz not null default now(),
  opened_at timestamptz,
  closed_at timestamptz,
  constraint session_pkey primary key (id),
  constraint session_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint session_state_check check (state in ('planned', 'open', 'closed')),
  constraint session_places_check check (places between 1 and 500),
  constraint session_hour_check check (starts_at ~ '^[0-2][0-9]:[0-5][0-9]$')
);
comment on table skills.session is 'A certification held in a room on a day, under an invigilator. code: typed by those who sit, on a screen of that room, while the session is open.';
create unique index session_code_key on skills.session (code) where state <> 'closed';
create index session_day_idx on skills.session (day desc);
create index session_unit_idx on skills.session (unit_id);

create table skills.session_place (
  session_id uuid not null,
  person_id uuid not null,
  booked_by uuid,
  booked_at timestamptz not null default now(),
  identity_checked_by uuid,
  identity_checked_at timestamptz,
  constraint session_place_pkey primary key (session_id, person_id),
  constraint session_place_session_fkey foreign key (session_id) references skills.session (id),
  constraint session_place_person_fkey foreign key (person_id) references kernel.person (id)
);
comment on table skills.session_place is 'Who is booked for a session, and who has looked at their identity document. Without that nobody begins.';
create index session_place_person_idx on skills.session_place (person_id);

create table skills.incident (
  id uuid not null,
  session_id uuid not null,
  person_id uuid,
  kind text not null,
  note text not null,
  noted_by uuid,
  noted_at timestamptz not null,
  constraint incident_pkey primary key (id),
  constraint incident_session_fkey foreign key (session_id) references skills.session (id),
  constraint incident_person_fkey foreign key (person_id) references kernel.person (id),
  constraint incident_kind_check check (kind in ('note', 'opened', 'paused', 'resumed', 'neutralised', 'closed'))
);
comment on table skills.incident is 'What happened during a session, in order: notes of the invigilator, and every pause and resumption; person_id null: everybody. Only grows.';
create index incident_session_idx on skills.incident (session_id, noted_at);

create trigger incident_append_only
  before update or delete or truncate on skills.incident
  for each statement execute function kernel.refuse_change();

alter table skills.sitting
  add constraint sitting_session_fkey foreign key (session_id) references skills.session (id);

create table skills.rescoring (
  neutralisation_id uuid not null,
  total integer not null,
  done integer not null default 0,
  changed integer not null default 0,
  last_sitting uuid,
  finished_at timestamptz,
  constraint rescoring_pkey primary key (neutralisation_id),
  constraint rescoring_neutralisation_fkey foreign key (neutralisation_id) references skills.neutralisation (id)
);
comment on table skills.rescoring is 'How far the new measuring of everybody who met a neutralised item has come. last_sitting: the last one done, from which the work goes on after an interruption; changed: whose level became another.';

grant select, insert, update on skills.session, skills.session_place, skills.rescoring to khue_app;
grant delete on skills.session_place to khue_app;
grant select, insert on skills.incident to khue_app;
