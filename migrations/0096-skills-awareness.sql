-- Skills: the questionnaire on digital awareness, and how people rate themselves.

insert into kernel.fact_kind (name)
values
  ('skills.awareness-answered'),
  ('skills.awareness-withdrawn'),
  ('skills.self-rated');

create table skills.awareness (
  id uuid not null,
  person_id uuid not null,
  unit_id uuid not null,
  form text not null,
  state text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  day date,
  knowledge numeric,
  attitude numeric,
  practice numeric,
  situations numeric,
  aware boolean,
  constraint awareness_pkey primary key (id),
  constraint awareness_person_fkey foreign key (person_id) references kernel.person (id),
  constraint awareness_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint awareness_state_check check (state in ('open', 'finished', 'withdrawn')),
  constraint awareness_finished_check check (
    (state = 'finished') = (finished_at is not null and day is not null and knowledge is not null and attitude is not null and situations is not null and aware is not null)
  ),
  constraint awareness_score_check check (
    knowledge between 0 and 100 and attitude between 0 and 100 and practice between 0 and 100 and situations between 0 and 100
  )
);
comment on table skills.awareness is 'One filling-in of the questionnaire on digital awareness by one person: which version (form), when, and the scores of its parts from 0 to 100 (practice null: nothing of it is part of the work). Seen by the person only. unit_id: of the main post when it was begun, else the city. withdrawn: the answers were taken back and deleted before they entered any figure.';
create unique index awareness_open_key on skills.awareness (person_id) where state = 'open';
create index awareness_person_idx on skills.awareness (person_id, started_at desc);
create index awareness_form_idx on skills.awareness (form) where state = 'finished';

create table skills.awareness_answer (
  awareness_id uuid not null,
  item text not null,
  given text not null,
  answered_at timestamptz not null,
  constraint awareness_answer_pkey primary key (awareness_id, item),
  constraint awareness_answer_awareness_fkey foreign key (awareness_id) references skills.awareness (id)
);
comment on table skills.awareness_answer is 'The option chosen for each question; may be changed until the questionnaire is handed in, and is deleted when it is withdrawn.';

create table skills.self_rating (
  person_id uuid not null,
  rated_at timestamptz not null,
  area text not null,
  day date not null,
  level integer not null,
  constraint self_rating_pkey primary key (person_id, rated_at, area),
  constraint self_rating_person_fkey foreign key (person_id) references kernel.person (id),
  constraint self_rating_level_check check (level between 0 and 3)
);
comment on table skills.self_rating is 'How a person rated themselves in each area (1 to 5 of DigComp): 0 below basic, 1 basic, 2 intermediate, 3 advanced. Only grows; held against the next check only when it was given before it.';

create trigger self_rating_append_only
  before update or delete or truncate on skills.self_rating
  for each statement execute function kernel.refuse_change();

grant select, insert, update on skills.awareness to khue_app;
grant select, insert, update, delete on skills.awareness_answer to khue_app;
grant select, insert on skills.self_rating to khue_app;
