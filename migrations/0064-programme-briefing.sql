-- Programme: the committee's briefing, kept as it was made.

create table programme.briefing (
  id uuid not null,
  day date not null,
  content jsonb not null,
  pdf_id uuid not null,
  xlsx_id uuid not null,
  made_by uuid,
  made_at timestamptz not null,
  constraint briefing_pkey primary key (id),
  constraint briefing_pdf_fkey foreign key (pdf_id) references kernel.document (id),
  constraint briefing_xlsx_fkey foreign key (xlsx_id) references kernel.document (id)
);
comment on table programme.briefing is 'Briefings of the steering committee: the numbers and sentences of that day (content), from which the page, the PDF and the spreadsheet were made. Never changed.';
create index briefing_day_idx on programme.briefing (day, made_at);
create index briefing_pdf_idx on programme.briefing (pdf_id);
create index briefing_xlsx_idx on programme.briefing (xlsx_id);

create trigger briefing_append_only
  before update or delete or truncate on programme.briefing
  for each statement execute function kernel.refuse_change();

grant select, insert on programme.briefing to khue_app;
