-- Messages: what each person is told inside Khuê, and the mails that go out.

create table kernel.message (
  id uuid not null,
  person_id uuid not null,
  key text not null,
  data jsonb not null default '{}',
  href text,
  created_at timestamptz not null,
  read_at timestamptz,
  constraint message_pkey primary key (id),
  constraint message_person_fkey foreign key (person_id) references kernel.person (id),
  constraint message_href_check check (href like '/%')
);
comment on table kernel.message is 'One sentence told to one person: key of the sentence in locales, its values in data, the page it leads to.';
create index message_person_idx on kernel.message (person_id, id desc);
create index message_unread_idx on kernel.message (person_id) where (read_at is null);

create table kernel.outbox (
  id uuid not null,
  channel text not null default 'email',
  person_id uuid,
  address text,
  locale text not null,
  subject_key text not null,
  body_key text not null,
  data jsonb not null default '{}',
  href text,
  urgent boolean not null default false,
  secret boolean not null default false,
  state text not null default 'queued',
  attempts integer not null default 0,
  next_at timestamptz not null,
  expires_at timestamptz,
  error text,
  created_at timestamptz not null,
  sent_at timestamptz,
  constraint outbox_pkey primary key (id),
  constraint outbox_person_fkey foreign key (person_id) references kernel.person (id),
  constraint outbox_address_check check (address is not null or state in ('held', 'failed')),
  constraint outbox_channel_check check (channel = 'email'),
  constraint outbox_state_check check (state in ('queued', 'held', 'sent', 'failed')),
  constraint outbox_href_check check (href like '/%')
);
comment on table kernel.outbox is 'Mails to be sent and their delivery state. Written in the transaction of the act they tell of. held: no mail server is configured, or no address is known. secret: holds a one-time link, which is wiped once the mail is out or too old.';
create index outbox_due_idx on kernel.outbox (next_at) where (state in ('queued', 'held'));
create index outbox_address_idx on kernel.outbox (address) where (state = 'queued');
create index outbox_person_idx on kernel.outbox (person_id);
create index outbox_created_idx on kernel.outbox (created_at);

grant select, insert, update, delete on kernel.message, kernel.outbox to khue_app;
