-- Learning: what classes cost, free places offered to who waits, marks that came later, corrections after settling, reminders.

insert into kernel.fact_kind (name)
values
  ('learning.class-cost-changed'),
  ('learning.class-missed'),
  ('learning.class-attendance-corrected'),
  ('learning.hours-withdrawn'),
  ('learning.duty-withdrawn');

create table learning.class_cost (
  id uuid not null,
  class_id uuid not null,
  unit_id uuid not null,
  stage text not null,
  kind text not null,
  amount bigint not null,
  note text not null,
  day date not null,
  added_by uuid,
  added_at timestamptz not null,
  withdrawn_by uuid,
  withdrawn_at timestamptz,
  constraint class_cost_pkey primary key (id),
  constraint class_cost_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint class_cost_stage_check check (stage in ('planned', 'actual')),
  constraint class_cost_kind_check check (kind in ('teaching', 'venue', 'material', 'travel', 'meal', 'other')),
  constraint class_cost_amount_check check (amount between 1 and 100000000000),
  constraint class_cost_class_fkey foreign key (class_id) references learning.training_class (id),
  constraint class_cost_added_fkey foreign key (added_by) references kernel.person (id),
  constraint class_cost_withdrawn_fkey foreign key (withdrawn_by) references kernel.person (id)
);
comment on table learning.class_cost is 'A line of what a class costs, in đồng: planned or spent, for what, on which day. unit_id: the unit that holds the class. A line that was wrong is withdrawn, never changed.';
create index class_cost_class_idx on learning.class_cost (class_id);

create table learning.class_room (
  class_id uuid not null,
  name text not null,
  seats integer not null,
  constraint class_room_pkey primary key (class_id),
  constraint class_room_seats_check check (seats between 1 and 2000),
  constraint class_room_class_fkey foreign key (class_id) references learning.training_class (id)
);
comment on table learning.class_room is 'How many seats the room of a class has, as it was said when the class was opened; asked again for nobody who names the same room.';
create index class_room_name_idx on learning.class_room (lower(name));

create table learning.class_offer (
  id uuid not null,
  class_id uuid not null,
  person_id uuid not null,
  offered_on date not null,
  answer_by date not null,
  answer text,
  answered_at timestamptz,
  constraint class_offer_pkey primary key (id),
  constraint class_offer_days_check check (answer_by >= offered_on),
  constraint class_offer_answer_check check (answer in ('taken', 'declined', 'lapsed')),
  constraint class_offer_answered_check check ((answer is null) = (answered_at is null)),
  constraint class_offer_class_fkey foreign key (class_id) references learning.training_class (id),
  constraint class_offer_person_fkey foreign key (person_id) references kernel.person (id)
);
comment on table learning.class_offer is 'A free place of a class offered to who waits longest, with the last day to answer; until then it is kept. lapsed: not answered in time.';
create unique index class_offer_open_idx on learning.class_offer (class_id, person_id) where answer is null;
create index class_offer_due_idx on learning.class_offer (answer_by) where answer is null;
create index class_offer_person_idx on learning.class_offer (person_id);

create table learning.class_attendance_sent (
  session_id uuid not null,
  person_id uuid not null,
  marked_at timestamptz not null,
  sent_at timestamptz not null,
  constraint class_attendance_sent_pkey primary key (session_id, person_id),
  constraint class_attendance_sent_session_fkey foreign key (session_id) references learning.class_session (id),
  constraint class_attendance_sent_person_fkey foreign key (person_id) references kernel.person (id)
);
comment on table learning.class_attendance_sent is 'A mark of attendance made without network, on the clock of the device, and when it arrived.';
create index class_attendance_sent_person_idx on learning.class_attendance_sent (person_id);

create table learning.class_attendance_change (
  id uuid not null,
  session_id uuid not null,
  person_id uuid not null,
  present boolean not null,
  reason text not null,
  changed_by uuid,
  changed_at timestamptz not null,
  constraint class_attendance_change_pkey primary key (id),
  constraint class_attendance_change_session_fkey foreign key (session_id) references learning.class_session (id),
  constraint class_attendance_change_person_fkey foreign key (person_id) references kernel.person (id),
  constraint class_attendance_change_by_fkey foreign key (changed_by) references kernel.person (id)
);
comment on table learning.class_attendance_change is 'A correction of attendance after it was settled: as what it counts now, why, by whom. Its hours follow.';
create index class_attendance_change_session_idx on learning.class_attendance_change (session_id);
create index class_attendance_change_person_idx on learning.class_attendance_change (person_id);

create table learning.class_reminder (
  class_id uuid not null,
  person_id uuid not null,
  told_on date not null,
  constraint class_reminder_pkey primary key (class_id, person_id),
  constraint class_reminder_class_fkey foreign key (class_id) references learning.training_class (id),
  constraint class_reminder_person_fkey foreign key (person_id) references kernel.person (id)
);
comment on table learning.class_reminder is 'Who was reminded, once, to say what of a class is used at work.';
create index class_reminder_person_idx on learning.class_reminder (person_id);

create table learning.class_material_removal (
  material_id uuid not null,
  removed_by uuid,
  removed_at timestamptz not null,
  constraint class_material_removal_pkey primary key (material_id),
  constraint class_material_removal_material_fkey foreign key (material_id) references learning.class_material (id),
  constraint class_material_removal_by_fkey foreign key (removed_by) references kernel.person (id)
);
comment on table learning.class_material_removal is 'What is no longer shown among the materials of a class.';

grant select, insert, update on learning.class_cost, learning.class_offer to khue_app;
grant select, insert on learning.class_room, learning.class_attendance_sent, learning.class_attendance_change, learning.class_reminder, learning.class_material_removal to khue_app;
grant delete on learning.study_time, learning.duty_met, learning.class_attendance_sent to khue_app;
