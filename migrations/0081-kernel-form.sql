-- Forms: drafts that can be left and taken up again, and answers with the texts that were shown.

create table kernel.form_text (
  hash text not null,
  form text not null,
  version date not null,
  locale text not null,
  texts jsonb not null,
  constraint form_text_pkey primary key (hash),
  constraint form_text_hash_check check (hash ~ '^[0-9a-f]{64}$')
);
comment on table kernel.form_text is 'What a form says in a language, once under its SHA-256, so that answers can be read as they were asked.';

create table kernel.form_draft (
  id uuid not null,
  form text not null,
  version date not null,
  person_id uuid not null,
  about text not null default '',
  answers jsonb not null,
  expires_on date not null,
  saved_at timestamptz not null,
  constraint form_draft_pkey primary key (id),
  constraint form_draft_own unique (person_id, form, about),
  constraint form_draft_person_fkey foreign key (person_id) references kernel.person (id)
);
comment on table kernel.form_draft is 'Answers begun and not yet submitted, one draft per person, form and matter (about). Seen by that person only; deleted after expires_on.';
create index form_draft_expiring_idx on kernel.form_draft (expires_on);

create table kernel.form_answers (
  id uuid not null,
  form text not null,
  version date not null,
  text_hash text not null,
  answers jsonb not null,
  submitted_by uuid,
  submitted_at timestamptz not null,
  constraint form_answers_pkey primary key (id),
  constraint form_answers_text_fkey foreign key (text_hash) references kernel.form_text (hash)
);
comment on table kernel.form_answers is 'Submitted answers, pruned, with the version of the form and the texts that were shown. Never changed; who may read them is decided by the module they were submitted to.';

grant select, insert on kernel.form_text, kernel.form_answers to khue_app;
grant select, insert, update, delete on kernel.form_draft to khue_app;
-- Files of a draft are kept for good when it is submitted.
grant update (retain_until) on kernel.document to khue_app;
