-- Pay policies: proposals of union or employer as dated versions, simulations on groups, the decision with its reasons.

create schema transition;
comment on schema transition is 'Nobody''s post goes without them: pay policies. What is due to a person is computed and not kept.';
grant usage on schema transition to khue_app;

create table transition.pay_policy (
  id uuid not null,
  unit_id uuid not null,
  side text not null,
  title text not null,
  reason text not null,
  proposed_by uuid,
  proposed_on date not null,
  constraint pay_policy_pkey primary key (id),
  constraint pay_policy_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint pay_policy_person_fkey foreign key (proposed_by) references kernel.person (id),
  constraint pay_policy_side_check check (side in ('union', 'employer'))
);
comment on table transition.pay_policy is 'A policy on pay or support that union or employer proposes for a unit and everything under it.';
create index pay_policy_unit_idx on transition.pay_policy (unit_id);

create table transition.pay_version (
  policy_id uuid not null,
  number integer not null,
  valid_from date not null,
  valid_to date not null,
  measures jsonb not null,
  proposed_by uuid,
  proposed_on date not null,
  constraint pay_version_pkey primary key (policy_id, number),
  constraint pay_version_policy_fkey foreign key (policy_id) references transition.pay_policy (id),
  constraint pay_version_person_fkey foreign key (proposed_by) references kernel.person (id),
  constraint pay_version_range_check check (valid_from < valid_to),
  constraint pay_version_number_check check (number >= 1)
);
comment on table transition.pay_version is 'One wording of a policy as a dated rule: measures applied one after the other to monthly pay. Only grows.';

create table transition.pay_simulation (
  id uuid not null,
  policy_id uuid not null,
  version integer not null,
  day date not null,
  done integer not null,
  total integer not null,
  result jsonb,
  asked_by uuid,
  asked_at timestamptz not null,
  constraint pay_simulation_pkey primary key (id),
  constraint pay_simulation_version_fkey foreign key (policy_id, version) references transition.pay_version (policy_id, number),
  constraint pay_simulation_person_fkey foreign key (asked_by) references kernel.person (id)
);
comment on table transition.pay_simulation is 'A version of a policy computed for the people in post on a day; the result holds groups only, small ones are left out before it is kept.';
create index pay_simulation_policy_idx on transition.pay_simulation (policy_id, version);

create table transition.pay_decision (
  policy_id uuid not null,
  version integer not null,
  outcome text not null,
  reason text not null,
  decided_by uuid,
  decided_on date not null,
  constraint pay_decision_pkey primary key (policy_id),
  constraint pay_decision_version_fkey foreign key (policy_id, version) references transition.pay_version (policy_id, number),
  constraint pay_decision_person_fkey foreign key (decided_by) references kernel.person (id),
  constraint pay_decision_outcome_check check (outcome in ('adopted', 'rejected'))
);
comment on table transition.pay_decision is 'What was decided about a policy, on which version, and why. One a policy; never changed.';

grant select, insert on transition.pay_policy, transition.pay_version, transition.pay_simulation, transition.pay_decision to khue_app;
grant update (done, total, result) on transition.pay_simulation to khue_app;
