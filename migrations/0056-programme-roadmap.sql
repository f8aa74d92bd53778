-- Programme: the roadmap. Initiatives in versions, the steps they took, milestones reached, money spent, evidence.

insert into kernel.fact_kind (name)
values
  ('programme.initiative-changed'),
  ('programme.initiative-stepped'),
  ('programme.milestone-reached'),
  ('programme.money-spent'),
  ('programme.impact-assessed');

create table programme.initiative (
  id uuid not null,
  key text not null,
  created_at timestamptz not null default now(),
  constraint initiative_pkey primary key (id),
  constraint initiative_key_taken unique (key)
);
comment on table programme.initiative is 'An initiative of the roadmap. What it says stands in its versions, where it is in its steps.';

create table programme.initiative_version (
  initiative_id uuid not null,
  number integer not null,
  title_vi text not null,
  title_en text not null,
  about_vi text not null,
  about_en text not null,
  plan_id uuid,
  goal text,
  targets uuid[] not null default '{}',
  unit_id uuid not null,
  person_id uuid,
  starts date not null,
  ends date not null,
  milestones jsonb not null default '[]',
  depends_on uuid[] not null default '{}',
  planned bigint not null,
  risks jsonb not null default '[]',
  changes_posts boolean not null,
  reason text not null,
  changed_by uuid,
  changed_at timestamptz not null default now(),
  fact_id uuid not null,
  constraint initiative_version_pkey primary key (initiative_id, number),
  constraint initiative_version_initiative_fkey foreign key (initiative_id) references programme.initiative (id),
  constraint initiative_version_plan_fkey foreign key (plan_id) references programme.plan (id),
  constraint initiative_version_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint initiative_version_person_fkey foreign key (person_id) references kernel.person (id),
  constraint initiative_version_fact_fkey foreign key (fact_id) references kernel.fact (id),
  constraint initiative_version_days_check check (starts <= ends),
  constraint initiative_version_planned_check check (planned >= 0),
  constraint initiative_version_goal_check check (goal is null or plan_id is not null)
);
comment on table programme.initiative_version is 'What an initiative says: what for (goal, targets), who leads it, from when to when, milestones ({id, title, due}), what must be done before it, money planned (đồng), risks ({text, likelihood, impact, mitigation}), and whether it changes posts. Never changed: a change is a new row with its reason; the row with the highest number holds.';
create index initiative_version_unit_idx on programme.initiative_version (unit_id);
create index initiative_version_person_idx on programme.initiative_version (person_id);
create index initiative_version_targets_idx on programme.initiative_version using gin (targets);

create table programme.initiative_step (
  initiative_id uuid not null,
  number integer not null,
  came_from text,
  state text not null,
  reason text not null,
  day date not null,
  taken_by uuid,
  taken_at timestamptz not null default now(),
  fact_id uuid not null,
  constraint initiative_step_pkey primary key (initiative_id, number),
  constraint initiative_step_initiative_fkey foreign key (initiative_id) references programme.initiative (id),
  constraint initiative_step_fact_fkey foreign key (fact_id) references kernel.fact (id),
  constraint initiative_step_state_check check (state in ('proposed', 'approved', 'running', 'done', 'stopped'))
);
comment on table programme.initiative_step is 'The states an initiative came to, with reason, who and when. Never changed; the row with the highest number is where it is.';

create table programme.initiative_milestone (
  initiative_id uuid not null,
  milestone_id uuid not null,
  reached_on date not null,
  note text not null,
  noted_by uuid,
  noted_at timestamptz not null default now(),
  fact_id uuid not null,
  constraint initiative_milestone_pkey primary key (initiative_id, milestone_id),
  constraint initiative_milestone_initiative_fkey foreign key (initiative_id) references programme.initiative (id),
  constraint initiative_milestone_fact_fkey foreign key (fact_id) references kernel.fact (id)
);
comment on table programme.initiative_milestone is 'Milestones of initiatives that were reached, with the day and what shows it.';

create table programme.spending (
  id uuid not null,
  initiative_id uuid not null,
  amount bigint not null,
  day date not null,
  purpose text not null,
  noted_by uuid,
  noted_at timestamptz not null default now(),
  fact_id uuid not null,
  constraint spending_pkey primary key (id),
  constraint spending_initiative_fkey foreign key (initiative_id) references programme.initiative (id),
  constraint spending_fact_fkey foreign key (fact_id) references kernel.fact (id),
  constraint spending_amount_check check (amount <> 0)
);
comment on table programme.spending is 'Money spent on initiatives, in đồng. Never changed: a mistake is corrected by a row with the opposite sign and its reason.';
create index spending_initiative_idx on programme.spending (initiative_id);

create table programme.initiative_evidence (
  initiative_id uuid not null,
  document_id uuid not null,
  about text not null,
  added_by uuid,
  added_at timestamptz not null default now(),
  constraint initiative_evidence_pkey primary key (initiative_id, document_id),
  constraint initiative_evidence_initiative_fkey foreign key (initiative_id) references programme.initiative (id),
  constraint initiative_evidence_document_fkey foreign key (document_id) references kernel.document (id)
);
comment on table programme.initiative_evidence is 'Files that show what an initiative did, with what they show.';

create trigger initiative_version_append_only
  before update or delete or truncate on programme.initiative_version
  for each statement execute function kernel.refuse_change();
create trigger initiative_step_append_only
  before update or delete or truncate on programme.initiative_step
  for each statement execute function kernel.refuse_change();
create trigger spending_append_only
  before update or delete or truncate on programme.spending
  for each statement execute function kernel.refuse_change();

grant select, insert on programme.initiative, programme.initiative_version, programme.initiative_step, programme.initiative_milestone, programme.spending,
  programme.initiative_evidence to khue_app;
