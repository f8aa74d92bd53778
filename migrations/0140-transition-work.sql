-- Work again: what people wish, learning towards a post, offers with their reasons.

insert into kernel.fact_kind (name)
values
  ('transition.offer-stepped'),
  ('transition.learning-planned');

create table transition.work_wish (
  person_id uuid not null,
  home_code text,
  most_km integer,
  least_pay bigint,
  post_kinds text[] not null,
  outside boolean not null,
  use_results boolean not null,
  note text not null,
  stated_on date not null,
  constraint work_wish_pkey primary key (person_id),
  constraint work_wish_person_fkey foreign key (person_id) references kernel.person (id),
  constraint work_wish_km_check check (most_km >= 0),
  constraint work_wish_pay_check check (least_pay >= 0),
  constraint work_wish_kinds_check check (post_kinds <@ array['leader', 'staff', 'contract'])
);
comment on table transition.work_wish is 'What a person wishes of new work: where from (home_code: code of a commune), how far (km), monthly pay (đồng), kinds of post, jobs outside, and whether her or his results may be used (use_results). For that person and whoever handles the case.';

create table transition.learning_plan (
  id uuid not null,
  case_id uuid not null,
  post_id uuid,
  post text not null,
  courses jsonb not null,
  due_days integer not null,
  pay bigint not null,
  because jsonb not null,
  reason text not null,
  made_by uuid,
  made_on date not null,
  fact_id uuid not null,
  constraint learning_plan_pkey primary key (id),
  constraint learning_plan_case_fkey foreign key (case_id) references kernel.case_file (id),
  constraint learning_plan_post_fkey foreign key (post_id) references kernel.post (id),
  constraint learning_plan_fact_fkey foreign key (fact_id) references kernel.fact (id),
  constraint learning_plan_pay_check check (pay >= 0),
  constraint learning_plan_days_check check (due_days >= 1)
);
comment on table transition.learning_plan is 'Learning towards a post: courses, working days to complete them in, monthly pay that goes on meanwhile (đồng) with the rule it follows. Only grows; the latest of a case holds.';
create index learning_plan_case_idx on transition.learning_plan (case_id, id);

create table transition.learning_assigned (
  plan_id uuid not null,
  course text not null,
  assignment_id uuid not null,
  assigned_on date not null,
  constraint learning_assigned_pkey primary key (plan_id, course),
  constraint learning_assigned_plan_fkey foreign key (plan_id) references transition.learning_plan (id)
);
comment on table transition.learning_assigned is 'Which assignment of the module of learning a course of a plan became when the person took it up.';

create table transition.offer (
  case_id uuid not null,
  person_case_id uuid not null,
  person_id uuid not null,
  post_id uuid,
  outside_id uuid,
  title text not null,
  place text not null,
  pay bigint not null,
  pay_before bigint,
  reasons jsonb not null,
  body text not null,
  made_by uuid,
  made_on date not null,
  constraint offer_pkey primary key (case_id),
  constraint offer_case_fkey foreign key (case_id) references kernel.case_file (id),
  constraint offer_parent_fkey foreign key (person_case_id) references transition.person_case (case_id),
  constraint offer_person_fkey foreign key (person_id) references kernel.person (id),
  constraint offer_post_fkey foreign key (post_id) references kernel.post (id),
  constraint offer_one_check check (num_nonnulls(post_id, outside_id) = 1),
  constraint offer_pay_check check (pay >= 0)
);
comment on table transition.offer is 'An offer of work within the case of a person; where it stands is told by its case. reasons: how it fits, as it was shown; pay a month in đồng.';
create index offer_parent_idx on transition.offer (person_case_id);
create index offer_post_idx on transition.offer (post_id);
create index offer_person_idx on transition.offer (person_id);

create trigger learning_plan_append_only
  before update or delete or truncate on transition.learning_plan
  for each statement execute function kernel.refuse_change();
create trigger offer_append_only
  before update or delete or truncate on transition.offer
  for each statement execute function kernel.refuse_change();

grant select, insert, update, delete on transition.work_wish to khue_app;
grant select, insert on transition.learning_plan, transition.learning_assigned, transition.offer to khue_app;
