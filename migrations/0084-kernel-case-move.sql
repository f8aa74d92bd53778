-- Moving open cases to a new version of their procedure.

create table kernel.case_move (
  case_id uuid not null,
  number integer not null,
  from_version date not null,
  to_version date not null,
  state_before text not null,
  state_after text not null,
  reason text not null,
  actor_id uuid,
  moved_at timestamptz not null,
  constraint case_move_pkey primary key (case_id, number, to_version),
  constraint case_move_case_fkey foreign key (case_id) references kernel.case_file (id)
);
comment on table kernel.case_move is 'Each move of an open case to another version of its procedure, after its history was replayed there: number is that of the last step then.';

create trigger case_move_append_only
  before update or delete or truncate on kernel.case_move
  for each statement execute function kernel.refuse_change();

grant select, insert on kernel.case_move to khue_app;
