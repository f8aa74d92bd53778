-- Campaigns on further channels: personal links that say over which channel they went, the shared computer, group sessions, answer sheets on paper.

alter table campaigns.link add column channel text not null default 'email';
alter table campaigns.link add constraint link_channel_check check (channel in ('email', 'web-push', 'webhook', 'kiosk', 'letter'));
comment on table campaigns.link is 'SHA-256 of the secret in a personal link of a letter or message, or of a stay at a shared computer (channel kiosk): it opens the open campaigns of one person and nothing else, until it expires. A stay ends after three minutes without an act.';
grant update on campaigns.link to khue_app;

drop index campaigns.send_outbox_idx;
create index send_outbox_idx on campaigns.send (outbox_id) where state in ('handed', 'delivered');
create index send_letter_idx on campaigns.send (line_id) where channel = 'letter' and state = 'handed';

create table campaigns.kiosk_code (
  id uuid not null,
  person_id uuid not null,
  digest bytea not null,
  sealed bytea not null,
  made_by uuid,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  failures integer not null default 0,
  used_at timestamptz,
  constraint kiosk_code_pkey primary key (id),
  constraint kiosk_code_person_fkey foreign key (person_id) references kernel.person (id)
);
comment on table campaigns.kiosk_code is 'Codes that a unit’s contact hands to a person for a shared computer: good once, for some minutes, void after five wrong tries. sealed: for whoever made it to read it out; digest: to compare.';
create unique index kiosk_code_open_key on campaigns.kiosk_code (person_id) where used_at is null;

create table campaigns.gathering (
  id uuid not null,
  campaign_id uuid not null,
  unit_id uuid not null,
  day date not null,
  place text not null,
  secret text not null,
  made_by uuid,
  made_at timestamptz not null,
  held_at timestamptz,
  constraint gathering_pkey primary key (id),
  constraint gathering_secret_key unique (secret),
  constraint gathering_campaign_fkey foreign key (campaign_id) references campaigns.campaign (id),
  constraint gathering_unit_fkey foreign key (unit_id) references kernel.unit (id)
);
comment on table campaigns.gathering is 'A group session at which a unit’s contact explains a campaign. secret: part of the address behind the QR code by which people say that they are there; good on its day, until the session was held, and for nothing else.';
create index gathering_unit_idx on campaigns.gathering (unit_id, day);
create index gathering_campaign_idx on campaigns.gathering (campaign_id);

create table campaigns.attendance (
  gathering_id uuid not null,
  line_id uuid not null,
  way text not null,
  at timestamptz not null,
  noted_by uuid,
  constraint attendance_pkey primary key (gathering_id, line_id),
  constraint attendance_gathering_fkey foreign key (gathering_id) references campaigns.gathering (id),
  constraint attendance_line_fkey foreign key (line_id) references campaigns.line (id),
  constraint attendance_way_check check (way in ('qr', 'contact'))
);
comment on table campaigns.attendance is 'Who was at a group session: said by the person through the QR code, or noted by the contact, who may strike it out until the session is over.';
create index attendance_line_idx on campaigns.attendance (line_id);

create table campaigns.sheet (
  code text not null,
  line_id uuid not null,
  message_id uuid not null,
  version integer not null,
  gathering_id uuid,
  items jsonb not null,
  made_by uuid,
  made_at timestamptz not null,
  entered_by uuid,
  entered_at timestamptz,
  test_id uuid,
  constraint sheet_pkey primary key (code),
  constraint sheet_line_fkey foreign key (line_id) references campaigns.line (id),
  constraint sheet_version_fkey foreign key (message_id, version) references campaigns.message_version (message_id, version),
  constraint sheet_gathering_fkey foreign key (gathering_id) references campaigns.gathering (id),
  constraint sheet_test_fkey foreign key (test_id) references campaigns.test (id),
  constraint sheet_entered_check check ((entered_at is null) = (test_id is null))
);
comment on table campaigns.sheet is 'Answer sheets on paper, one a person. items: what is printed on it, in order. code: stands on the sheet, its last character checks the others. The test comes into being when the answers are entered.';
create index sheet_line_idx on campaigns.sheet (line_id);
create index sheet_gathering_idx on campaigns.sheet (gathering_id);

grant select, insert, update on campaigns.kiosk_code, campaigns.gathering, campaigns.sheet to khue_app;
grant select, insert, delete on campaigns.attendance to khue_app;
