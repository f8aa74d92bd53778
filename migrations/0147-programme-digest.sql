-- Programme: one digest a person and day, and reminders of what meetings concluded.

create table programme.digest_part (
  person_id uuid not null,
  source text not null,
  day date not null,
  data jsonb not null,
  href text not null,
  sent_on date,
  constraint digest_part_pkey primary key (person_id, source, day),
  constraint digest_part_person_fkey foreign key (person_id) references kernel.person (id),
  constraint digest_part_source_check check (source in ('targets', 'reports', 'conclusions')),
  constraint digest_part_sent_check check (sent_on >= day)
);
comment on table programme.digest_part is 'What targets, reports and conclusions of meetings have to tell a person of a day. All that waits leaves in one message a person and day; what comes after it waits for the next day.';
create index digest_part_waiting_idx on programme.digest_part (person_id) where (sent_on is null);
create index digest_part_sent_idx on programme.digest_part (sent_on, person_id);

create table programme.conclusion_reminder (
  conclusion_id uuid not null,
  stage integer not null,
  day date not null,
  constraint conclusion_reminder_pkey primary key (conclusion_id, stage),
  constraint conclusion_reminder_conclusion_fkey foreign key (conclusion_id) references programme.conclusion (id),
  constraint conclusion_reminder_stage_check check (stage >= -1)
);
comment on table programme.conclusion_reminder is 'On which day the owner of a conclusion was reminded: stage -1 before its day, then 0, 1, … every five working days after it.';

grant select, insert, update on programme.digest_part to khue_app;
grant select, insert on programme.conclusion_reminder to khue_app;
