-- Campaigns: a letter noted as handed over by mistake, and a group session noted as held by mistake, are taken back on the same day while nothing followed; both leave a trace. What the contact has to do is counted for Today.

create table campaigns.letter_handing (
  id uuid not null,
  send_id uuid not null,
  handed_by uuid,
  handed_at timestamptz not null,
  taken_back_by uuid,
  taken_back_at timestamptz,
  constraint letter_handing_pkey primary key (id),
  constraint letter_handing_send_fkey foreign key (send_id) references campaigns.send (id),
  constraint letter_handing_taken_back_check check (taken_back_by is null or taken_back_at is not null)
);
comment on table campaigns.letter_handing is 'That a letter on paper was noted as handed over, by whom; taken_back_at: noted by mistake and taken back on the same day, so that the letter waits again. Rows are never taken away.';
create unique index letter_handing_open_key on campaigns.letter_handing (send_id) where taken_back_at is null;
create index letter_handing_by_idx on campaigns.letter_handing (handed_by, handed_at) where taken_back_at is null;

alter table campaigns.gathering add column held_by uuid;
comment on column campaigns.gathering.held_by is 'Who noted that it was held. Null: not held, or noted before this column came.';

alter table campaigns.attendance
  add column found_state text,
  add column found_help text,
  add column found_channel text,
  add column found_reached_on date,
  add constraint attendance_found_state_check check (found_state in ('invited', 'needs-help')),
  add constraint attendance_found_check check (found_state is not null or num_nonnulls(found_help, found_channel, found_reached_on) = 0);
comment on column campaigns.attendance.found_state is 'State of the line just before the session was noted as held, when that moved it; taken back with it.';
comment on column campaigns.attendance.found_help is 'Help of the line just before.';
comment on column campaigns.attendance.found_channel is 'Channel of the line just before.';
comment on column campaigns.attendance.found_reached_on is 'Day of opening of the line just before.';

create table campaigns.gathering_reopening (
  id uuid not null,
  gathering_id uuid not null,
  unit_id uuid not null,
  held_at timestamptz not null,
  held_by uuid,
  people integer not null,
  reopened_by uuid,
  reopened_at timestamptz not null,
  constraint gathering_reopening_pkey primary key (id),
  constraint gathering_reopening_unit_fkey foreign key (unit_id) references kernel.unit (id)
);
comment on table campaigns.gathering_reopening is 'That a group session had been noted as held by mistake and was opened again on the same day. people: whom that had moved. The session itself may be called off later, so gathering_id refers to nothing.';
create index gathering_reopening_gathering_idx on campaigns.gathering_reopening (gathering_id);

-- Today asks for these at every sight of the page.
create index line_help_idx on campaigns.line (unit_id) where state = 'needs-help';
create index send_lost_idx on campaigns.send (line_id) where channel in ('email', 'webhook') and state in ('no-address', 'failed');

-- The board counts people, not tellings: whoever was told anew counts once.
drop index campaigns.send_campaign_idx;
create index send_campaign_idx on campaigns.send (campaign_id, channel, state, round);

grant select, insert, update on campaigns.letter_handing to khue_app;
grant select, insert on campaigns.gathering_reopening to khue_app;
grant update on campaigns.attendance to khue_app;
