-- Skills: the short probes that keep a certificate valid.

create table skills.probe (
  id uuid not null,
  certificate_id uuid not null,
  person_id uuid not null,
  competences text[] not null,
  begun_on date not null,
  begun_at timestamptz not null,
  finished_at timestamptz,
  constraint probe_pkey primary key (id),
  constraint probe_certificate_fkey foreign key (certificate_id) references skills.certificate (id),
  constraint probe_person_fkey foreign key (person_id) references kernel.person (id),
  constraint probe_size_check check (cardinality(competences) between 1 and 2)
);
comment on table skills.probe is 'Two or three questions about what has faded most of a certificate: one for each competence, and one more for the first that was answered wrongly. Its id seeds the choice of items.';
create unique index probe_open_key on skills.probe (person_id) where finished_at is null;
create index probe_person_idx on skills.probe (person_id, begun_on desc);

create table skills.probe_answer (
  probe_id uuid not null,
  number integer not null,
  competence text not null,
  item_id text not null,
  version integer not null,
  given jsonb not null,
  correct boolean not null,
  answered_at timestamptz not null,
  constraint probe_answer_pkey primary key (probe_id, number),
  constraint probe_answer_probe_fkey foreign key (probe_id) references skills.probe (id),
  constraint probe_answer_number_check check (number between 1 and 3)
);
comment on table skills.probe_answer is 'What was answered in a probe, in order; only grows.';

create trigger probe_answer_append_only
  before update or delete or truncate on skills.probe_answer
  for each statement execute function kernel.refuse_change();

grant select, insert, update on skills.probe to khue_app;
grant select, insert on skills.probe_answer to khue_app;
