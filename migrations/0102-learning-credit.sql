-- Learning: hours session by session, the yearly duty, certificates from elsewhere, and consent to hand one's record on.

create table learning.outside_record (
  id uuid not null,
  person_id uuid not null,
  unit_id uuid not null,
  title text not null,
  issuer text not null,
  day date not null,
  minutes integer not null,
  course_id text,
  curriculum_id uuid,
  document_id uuid not null,
  asked_at timestamptz not null,
  state text not null default 'asked',
  decided_by uuid,
  decided_at timestamptz,
  decision text,
  counted_minutes integer,
  constraint outside_record_pkey primary key (id),
  constraint outside_record_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint outside_record_course_fkey foreign key (course_id) references learning.course (id),
  constraint outside_record_curriculum_fkey foreign key (curriculum_id) references learning.curriculum (id),
  constraint outside_record_document_fkey foreign key (document_id) references kernel.document (id),
  constraint outside_record_minutes_check check (minutes between 15 and 60000 and counted_minutes between 0 and minutes),
  constraint outside_record_state_check check (state in ('asked', 'accepted', 'refused')),
  constraint outside_record_decided_check check ((state = 'asked') = (decided_at is null) and (state = 'refused') <= (decision is not null) and (state = 'accepted') = (counted_minutes is not null))
);
comment on table learning.outside_record is 'What somebody has learned elsewhere, with the paper that says so, until a person has checked it. course_id: the course that it replaces, curriculum_id: the certification that it renews, as the person who checked it decided.';
create index outside_record_person_idx on learning.outside_record (person_id, day);
create index outside_record_open_idx on learning.outside_record (unit_id, asked_at) where state = 'asked';

create table learning.study_time (
  person_id uuid not null,
  source text not null,
  source_id text not null,
  unit_id uuid not null,
  day date not null,
  minutes integer not null,
  title text not null,
  constraint study_time_pkey primary key (person_id, source, source_id),
  constraint study_time_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint study_time_source_check check (source in ('lesson', 'package', 'class', 'outside')),
  constraint study_time_minutes_check check (minutes > 0)
);
comment on table learning.study_time is 'One session of learning that counts: a closed lesson (enrolment and lesson), a package, a class attended, an accepted certificate from elsewhere. Every hour that is shown is a sum of these; a session counts once.';
create index study_time_day_idx on learning.study_time (person_id, day);

create table learning.duty (
  year integer not null,
  minutes integer not null,
  cites text not null,
  verified boolean not null,
  constraint duty_pkey primary key (year)
);
comment on table learning.duty is 'Minutes of learning that a year asks for, derived from the rules in force on 1 July of the year; can be emptied and is then filled again.';

create table learning.duty_met (
  person_id uuid not null,
  year integer not null,
  unit_id uuid not null,
  met_on date not null,
  id uuid not null,
  constraint duty_met_pkey primary key (person_id, year),
  constraint duty_met_id_key unique (id),
  constraint duty_met_unit_fkey foreign key (unit_id) references kernel.unit (id)
);
comment on table learning.duty_met is 'On which day the sessions of somebody reached the duty of a year. Derived.';

create table learning.consent (
  id uuid not null,
  person_id uuid not null,
  unit_id uuid not null,
  year integer not null,
  scores boolean not null,
  given_at timestamptz not null,
  until date not null,
  withdrawn_at timestamptz,
  constraint consent_pkey primary key (id),
  constraint consent_unit_fkey foreign key (unit_id) references kernel.unit (id)
);
comment on table learning.consent is 'That somebody lets whoever answers for a unit take the learning record of a year along for the evaluation of officials, until a day, and until it is withdrawn. scores: whether levels of certificates of digital skills go along.';
create index consent_person_idx on learning.consent (person_id, year);
create index consent_unit_idx on learning.consent (unit_id) where withdrawn_at is null;

grant select, insert, update on learning.outside_record, learning.consent to khue_app;
grant select, insert on learning.study_time to khue_app;
grant select, insert, update, delete on learning.duty, learning.duty_met to khue_app;
