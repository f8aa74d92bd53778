-- The human balance: what is due and what was paid, and whoever is left behind.

insert into kernel.fact_kind (name)
values
  ('transition.due-fixed'),
  ('transition.paid'),
  ('transition.left-behind');

create table transition.due (
  id uuid not null,
  case_id uuid not null,
  number integer not null,
  regime text not null,
  amount bigint not null,
  verified boolean not null,
  pay_by date not null,
  reason text not null,
  fixed_by uuid,
  fixed_on date not null,
  fact_id uuid not null,
  constraint due_pkey primary key (id),
  constraint due_number_key unique (case_id, number),
  constraint due_case_fkey foreign key (case_id) references transition.person_case (case_id),
  constraint due_fact_fkey foreign key (fact_id) references kernel.fact (id),
  constraint due_amount_check check (amount >= 0)
);
comment on table transition.due is 'What is due to a person who left: the regime and sum of the calculation in the case (đồng), and the last day to pay. Only grows; the highest number holds.';

create table transition.payment (
  id uuid not null,
  case_id uuid not null,
  amount bigint not null,
  day date not null,
  voucher text not null,
  noted_by uuid,
  noted_at timestamptz not null,
  fact_id uuid not null,
  constraint payment_pkey primary key (id),
  constraint payment_voucher_key unique (case_id, voucher),
  constraint payment_case_fkey foreign key (case_id) references transition.person_case (case_id),
  constraint payment_fact_fkey foreign key (fact_id) references kernel.fact (id),
  constraint payment_amount_check check (amount > 0)
);
comment on table transition.payment is 'What was paid to a person on what is due, in đồng, with the number of the voucher. Only grows.';
create index payment_case_idx on transition.payment (case_id);

create table transition.left_behind (
  id uuid not null,
  case_id uuid not null,
  why text not null,
  since date not null,
  until date not null default 'infinity',
  constraint left_behind_pkey primary key (id),
  constraint left_behind_once unique (case_id, why, since),
  constraint left_behind_case_fkey foreign key (case_id) references transition.person_case (case_id),
  constraint left_behind_why_check check (why in ('unpaid', 'no-work')),
  constraint left_behind_range_check check (since <= until)
);
comment on table transition.left_behind is 'People of whom a job found that they stand without what they were promised: unpaid after the last day to pay, or without work, case and money; until before a day. There must be nobody.';
create index left_behind_open_idx on transition.left_behind (case_id) where until = 'infinity';

create trigger due_append_only
  before update or delete or truncate on transition.due
  for each statement execute function kernel.refuse_change();
create trigger payment_append_only
  before update or delete or truncate on transition.payment
  for each statement execute function kernel.refuse_change();

grant select, insert on transition.due, transition.payment to khue_app;
grant select, insert, update on transition.left_behind to khue_app;
