-- Working-day calendar: what an administrator entered over the content of content/calendars.

create table kernel.calendar_day (
  day date not null,
  kind text not null,
  name_vi text not null,
  name_en text not null,
  status text not null,
  source text not null,
  entered_by uuid,
  entered_at timestamptz not null default now(),
  constraint calendar_day_pkey primary key (day),
  constraint calendar_day_kind_check check (kind in ('off', 'worked', 'ordinary')),
  constraint calendar_day_status_check check (status in ('published', 'to confirm')),
  constraint calendar_day_text_check check (name_vi <> '' and name_en <> '' and source <> '')
);
comment on table kernel.calendar_day is 'Days an administrator entered; they win over content/calendars and the computed holidays. ordinary: the weekday decides. Empty entered_by: a program. Each change leaves an audit line.';

grant select, insert, update, delete on kernel.calendar_day to khue_app;
