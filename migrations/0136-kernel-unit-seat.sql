-- Where a unit sits, as far as an administrator said so: wards and communes sit in themselves, departments of the city somewhere among them.

create table kernel.unit_seat (
  unit_id uuid not null,
  commune_code text not null,
  valid_from date not null,
  valid_to date not null default 'infinity',
  constraint unit_seat_pkey primary key (unit_id, valid_from),
  constraint unit_seat_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint unit_seat_code_check check (commune_code <> ''),
  constraint unit_seat_range_check check (valid_from < valid_to),
  constraint unit_seat_overlap exclude using gist (unit_id with =, daterange(valid_from, valid_to) with &&)
);
comment on table kernel.unit_seat is 'The ward or commune (code of the statistics office) in which a unit sits, from valid_from until before valid_to. Only what somebody entered; nothing is guessed.';

grant select, insert, update, delete on kernel.unit_seat to khue_app;
