-- Transition: the people. Assessments of impact, labour-use plans, consultation of the union, a case for each person, the union's desk.

create schema if not exists transition;
comment on schema transition is 'People whose posts change: what is due, assessments, plans, consultation, cases, the desk of the union.';
grant usage on schema transition to khue_app;

insert into kernel.fact_kind (name)
values
  ('transition.assessed'),
  ('transition.plan-written'),
  ('transition.consultation-stepped'),
  ('transition.case-stepped'),
  ('transition.appeal-stepped');

create table transition.assessment (
  initiative_id uuid not null,
  number integer not null,
  unit_id uuid not null,
  content jsonb not null,
  reason text not null,
  changed_by uuid,
  changed_at timestamptz not null,
  fact_id uuid not null,
  constraint assessment_pkey primary key (initiative_id, number),
  constraint assessment_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint assessment_fact_fkey foreign key (fact_id) references kernel.fact (id)
);
comment on table transition.assessment is 'What an initiative means for people, in versions; the highest number holds. content: about, posts ({id, effect}), tasks ({title, effect, hoursBefore, hoursAfter}), alternatives ({title, why}), newPosts ({title, number, needs}).';

create table transition.labour_plan (
  initiative_id uuid not null,
  number integer not null,
  unit_id uuid not null,
  rights text not null,
  measures text not null,
  money bigint not null,
  money_source text not null,
  reason text not null,
  changed_by uuid,
  changed_at timestamptz not null,
  fact_id uuid not null,
  constraint labour_plan_pkey primary key (initiative_id, number),
  constraint labour_plan_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint labour_plan_fact_fkey foreign key (fact_id) references kernel.fact (id),
  constraint labour_plan_money_check check (money >= 0)
);
comment on table transition.labour_plan is 'Labour-use plans (Labour Code art. 44) in versions; the highest number holds. The lists of people stand in labour_plan_person; money in đồng.';

create table transition.labour_plan_person (
  initiative_id uuid not null,
  number integer not null,
  person_id uuid not null,
  posting_id uuid not null,
  post_id uuid not null,
  list text not null,
  constraint labour_plan_person_pkey primary key (initiative_id, number, person_id, post_id),
  constraint labour_plan_person_plan_fkey foreign key (initiative_id, number) references transition.labour_plan (initiative_id, number),
  constraint labour_plan_person_person_fkey foreign key (person_id) references kernel.person (id),
  constraint labour_plan_person_post_fkey foreign key (post_id) references kernel.post (id),
  constraint labour_plan_person_list_check check (list in ('kept', 'retrained', 'part-time', 'retired', 'ended'))
);
comment on table transition.labour_plan_person is 'Who stands on which list of a plan, with the post held then.';

create table transition.consultation (
  case_id uuid not null,
  initiative_id uuid not null,
  about text not null,
  number integer not null,
  constraint consultation_pkey primary key (case_id),
  constraint consultation_case_fkey foreign key (case_id) references kernel.case_file (id),
  constraint consultation_about_check check (about in ('impact', 'plan'))
);
comment on table transition.consultation is 'Which version of an assessment or plan a consultation with the union is about.';
create index consultation_initiative_idx on transition.consultation (initiative_id, about, number);

create table transition.statement (
  id uuid not null,
  case_id uuid not null,
  kind text not null,
  about_id uuid,
  body text not null,
  day date not null,
  written_by uuid,
  written_at timestamptz not null,
  constraint statement_pkey primary key (id),
  constraint statement_case_fkey foreign key (case_id) references kernel.case_file (id),
  constraint statement_about_fkey foreign key (about_id) references transition.statement (id),
  constraint statement_kind_check check (kind in ('question', 'answer', 'minutes', 'opinion', 'point', 'reply', 'grounds', 'hand-over')),
  constraint statement_answers_check check ((about_id is not null) = (kind in ('answer', 'reply')))
);
comment on table transition.statement is 'What the parties of a consultation, of a case or of an appeal wrote; an answer and a reply name the question or point they are about. Only grows.';
create index statement_case_idx on transition.statement (case_id, id);

create table transition.worker_comment (
  id uuid not null,
  initiative_id uuid not null,
  person_id uuid,
  body text not null,
  day date not null,
  constraint worker_comment_pkey primary key (id),
  constraint worker_comment_person_fkey foreign key (person_id) references kernel.person (id)
);
comment on table transition.worker_comment is 'What workers say of a plan; without person_id nobody knows who wrote it, and only the union reads it.';
create index worker_comment_initiative_idx on transition.worker_comment (initiative_id, id);

create table transition.person_case (
  case_id uuid not null,
  initiative_id uuid not null,
  number integer not null,
  person_id uuid not null,
  post_id uuid not null,
  posting_id uuid not null,
  constraint person_case_pkey primary key (case_id),
  constraint person_case_once unique (initiative_id, person_id, post_id),
  constraint person_case_case_fkey foreign key (case_id) references kernel.case_file (id),
  constraint person_case_person_fkey foreign key (person_id) references kernel.person (id),
  constraint person_case_post_fkey foreign key (post_id) references kernel.post (id)
);
comment on table transition.person_case is 'The case of one person under a plan, with the post concerned.';
create index person_case_person_idx on transition.person_case (person_id);
create index person_case_post_idx on transition.person_case (post_id);

create table transition.calculation (
  case_id uuid not null,
  number integer not null,
  facts jsonb not null,
  result jsonb not null,
  digest text not null,
  made_by uuid,
  made_at timestamptz not null,
  constraint calculation_pkey primary key (case_id, number),
  constraint calculation_case_fkey foreign key (case_id) references kernel.case_file (id)
);
comment on table transition.calculation is 'What was computed in a case: the facts it started from, the result, and the SHA-256 of both, by which person and union see that they look at the same. The highest number holds.';

create table transition.protection (
  person_id uuid not null,
  ground text not null,
  until date not null,
  stated_on date not null,
  constraint protection_pkey primary key (person_id, ground),
  constraint protection_person_fkey foreign key (person_id) references kernel.person (id),
  constraint protection_ground_check check (ground in ('pregnant', 'maternity', 'small-child', 'ill'))
);
comment on table transition.protection is 'What a person said protects her or him from being ended (Labour Code art. 37), until before a day. Shown to nobody but that person, and counted in groups only.';

create table transition.aid_request (
  id uuid not null,
  person_id uuid not null,
  kind text not null,
  body text not null,
  answer text,
  asked_on date not null,
  answered_on date,
  answered_by uuid,
  constraint aid_request_pkey primary key (id),
  constraint aid_request_person_fkey foreign key (person_id) references kernel.person (id),
  constraint aid_request_kind_check check (kind in ('legal', 'hardship')),
  constraint aid_request_answer_check check ((answer is null) = (answered_on is null))
);
comment on table transition.aid_request is 'Requests for legal aid or help in hardship; for the person who asks and the union only.';
create index aid_request_person_idx on transition.aid_request (person_id);

create table transition.collective_matter (
  id uuid not null,
  unit_id uuid not null,
  title text not null,
  body text not null,
  opened_on date not null,
  outcome text,
  closed_on date,
  constraint collective_matter_pkey primary key (id),
  constraint collective_matter_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint collective_matter_end_check check ((outcome is null) = (closed_on is null))
);
comment on table transition.collective_matter is 'Matters of many workers that the union takes up; for the union only.';

create trigger assessment_append_only
  before update or delete or truncate on transition.assessment
  for each statement execute function kernel.refuse_change();
create trigger labour_plan_append_only
  before update or delete or truncate on transition.labour_plan
  for each statement execute function kernel.refuse_change();
create trigger labour_plan_person_append_only
  before update or delete or truncate on transition.labour_plan_person
  for each statement execute function kernel.refuse_change();
create trigger statement_append_only
  before update or delete or truncate on transition.statement
  for each statement execute function kernel.refuse_change();
create trigger calculation_append_only
  before update or delete or truncate on transition.calculation
  for each statement execute function kernel.refuse_change();

grant select, insert on transition.assessment, transition.labour_plan, transition.labour_plan_person, transition.consultation, transition.statement,
  transition.worker_comment, transition.person_case, transition.calculation to khue_app;
grant select, insert, update, delete on transition.protection to khue_app;
grant select, insert, update on transition.aid_request, transition.collective_matter to khue_app;
