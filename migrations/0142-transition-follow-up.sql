-- Work again: mentors, and how people are after 3, 6 and 12 months.

insert into kernel.fact_kind (name)
values
  ('transition.followed-up'),
  ('transition.follow-up-planned');

create table transition.mentor (
  person_id uuid not null,
  about text not null,
  places integer not null,
  since date not null,
  until date not null default 'infinity',
  constraint mentor_pkey primary key (person_id),
  constraint mentor_person_fkey foreign key (person_id) references kernel.person (id),
  constraint mentor_places_check check (places between 1 and 5),
  constraint mentor_range_check check (since <= until)
);
comment on table transition.mentor is 'People who offer to go along with others into new work: with what, how many at a time, since when, until before when.';

create table transition.mentoring (
  case_id uuid not null,
  mentor_id uuid not null,
  since date not null,
  until date not null default 'infinity',
  constraint mentoring_pkey primary key (case_id, mentor_id, since),
  constraint mentoring_case_fkey foreign key (case_id) references transition.person_case (case_id),
  constraint mentoring_mentor_fkey foreign key (mentor_id) references transition.mentor (person_id),
  constraint mentoring_overlap exclude using gist (case_id with =, daterange(since, until) with &&)
);
comment on table transition.mentoring is 'Who goes along with the person of a case; one at a time.';
create index mentoring_mentor_idx on transition.mentoring (mentor_id);

create table transition.follow_up (
  id uuid not null,
  case_id uuid not null,
  since date not null,
  months integer not null,
  due date not null,
  dropped boolean not null default false,
  done_on date,
  well boolean,
  body text,
  done_by uuid,
  constraint follow_up_pkey primary key (id),
  constraint follow_up_once unique (case_id, since, months),
  constraint follow_up_case_fkey foreign key (case_id) references transition.person_case (case_id),
  constraint follow_up_months_check check (months in (3, 6, 12)),
  constraint follow_up_done_check check ((done_on is null) = (body is null) and (done_on is null) = (well is null))
);
comment on table transition.follow_up is 'Asking after a person 3, 6 and 12 months after new work began or the employment ended (since); dropped when the person came back before.';
create index follow_up_open_idx on transition.follow_up (due) where done_on is null and not dropped;

grant select, insert, update on transition.mentor, transition.mentoring, transition.follow_up to khue_app;
