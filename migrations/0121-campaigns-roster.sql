-- Campaigns: who must understand which messages, over which channels they are asked, and how each person stands.

create table campaigns.campaign (
  id uuid not null,
  unit_id uuid not null,
  title_vi text not null,
  title_en text not null,
  why text not null,
  template text,
  audience jsonb not null,
  state text not null,
  starts date not null,
  joiners_until date not null,
  ends date not null,
  ladder jsonb not null,
  test jsonb not null,
  steps integer not null default 1,
  step_days integer not null default 0,
  seed text not null,
  register_day date,
  frozen_at timestamptz,
  refreshes uuid,
  created_by uuid,
  created_at timestamptz not null default now(),
  approved_by uuid,
  approved_at timestamptz,
  ended_on date,
  constraint campaign_pkey primary key (id),
  constraint campaign_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint campaign_refreshes_fkey foreign key (refreshes) references campaigns.campaign (id),
  constraint campaign_state_check check (state in ('draft', 'submitted', 'approved', 'running', 'ended')),
  constraint campaign_days_check check (starts <= joiners_until and joiners_until <= ends),
  constraint campaign_steps_check check (steps between 1 and 12 and step_days between 0 and 120),
  constraint campaign_second_person_check check (approved_by is null or created_by is null or approved_by <> created_by)
);
comment on table campaigns.campaign is 'Messages that an audience (kernel/audience, people of unit_id and all under it) must understand. ladder: channels with working days to wait. test: error rates, guessing, slip, least and most questions. steps above 1: units start in an order drawn from seed. register_day: the day of the register on which the roster was frozen.';
create index campaign_unit_idx on campaigns.campaign (unit_id, starts);

create table campaigns.campaign_message (
  campaign_id uuid not null,
  message_id uuid not null,
  version integer not null,
  place integer not null,
  constraint campaign_message_pkey primary key (campaign_id, message_id),
  constraint campaign_message_campaign_fkey foreign key (campaign_id) references campaigns.campaign (id),
  constraint campaign_message_version_fkey foreign key (message_id, version) references campaigns.message_version (message_id, version),
  constraint campaign_message_place_key unique (campaign_id, place)
);
comment on table campaigns.campaign_message is 'The messages of a campaign in their order, each in the version that is asked now.';
create index campaign_message_message_idx on campaigns.campaign_message (message_id);

create table campaigns.campaign_step (
  campaign_id uuid not null,
  unit_id uuid not null,
  step integer not null,
  opens date not null,
  constraint campaign_step_pkey primary key (campaign_id, unit_id),
  constraint campaign_step_campaign_fkey foreign key (campaign_id) references campaigns.campaign (id),
  constraint campaign_step_unit_fkey foreign key (unit_id) references kernel.unit (id)
);
comment on table campaigns.campaign_step is 'With a stepped start: the units right below the unit of the campaign, with the step that was drawn for each and the day on which it opens.';

create table campaigns.line (
  id uuid not null,
  campaign_id uuid not null,
  person_id uuid not null,
  unit_id uuid not null,
  reason text not null,
  register_day date not null,
  opens date not null,
  state text not null default 'invited',
  state_at timestamptz not null,
  channel text,
  reached_on date,
  understood_on date,
  ended_on date,
  failures integer not null default 0,
  help text,
  excuse text,
  excused_by uuid,
  constraint line_pkey primary key (id),
  constraint line_person_key unique (campaign_id, person_id),
  constraint line_campaign_fkey foreign key (campaign_id) references campaigns.campaign (id),
  constraint line_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint line_reason_check check (reason in ('audience', 'joined', 'returned')),
  constraint line_state_check check (state in ('invited', 'reached', 'read', 'checked', 'needs-help', 'understood', 'excused', 'left')),
  constraint line_help_check check (help in ('call', 'group', 'done')),
  constraint line_ended_check check ((state in ('understood', 'excused', 'left')) = (ended_on is not null)),
  constraint line_excuse_check check ((state = 'excused') = (excuse is not null)),
  constraint line_understood_check check (state <> 'understood' or understood_on is not null)
);
comment on table campaigns.line is 'A person on the roster of a campaign. Rows are only added; unit_id follows the main post while the line is open. channel: the one over which the state was reached. opens: from which day the person is asked. Only the pipeline of campaigns/roster moves a line, and each move is a line_event.';
create index line_campaign_state_idx on campaigns.line (campaign_id, state, opens);
create index line_board_idx on campaigns.line (campaign_id, unit_id, state);
create index line_person_open_idx on campaigns.line (person_id) where ended_on is null;
create index line_unit_open_idx on campaigns.line (unit_id) where ended_on is null;

create table campaigns.line_span (
  line_id uuid not null,
  unit_id uuid not null,
  state text not null,
  valid_from date not null,
  valid_to date not null default 'infinity',
  constraint line_span_line_fkey foreign key (line_id) references campaigns.line (id),
  constraint line_span_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint line_span_days_check check (valid_from <= valid_to)
);
comment on table campaigns.line_span is 'In which state and unit a line was from when until before when, for the sets; a state that lasted less than a day has an empty span.';
create unique index line_span_open_key on campaigns.line_span (line_id) where valid_to = 'infinity';
create index line_span_line_idx on campaigns.line_span (line_id);
create index line_span_state_idx on campaigns.line_span (state, unit_id);

create table campaigns.line_event (
  id uuid not null,
  line_id uuid not null,
  at timestamptz not null,
  day date not null,
  act text not null,
  before text,
  after text not null,
  channel text,
  unit_id uuid not null,
  actor uuid,
  note text,
  constraint line_event_pkey primary key (id),
  constraint line_event_line_fkey foreign key (line_id) references campaigns.line (id)
);
comment on table campaigns.line_event is 'What happened to a line of a roster, from entering it on; only grows. note: the reason of an excuse, the help that was given.';
create index line_event_line_idx on campaigns.line_event (line_id, id);

create table campaigns.line_message (
  line_id uuid not null,
  message_id uuid not null,
  version integer not null,
  read_at timestamptz,
  understood_at timestamptz,
  constraint line_message_pkey primary key (line_id, message_id),
  constraint line_message_line_fkey foreign key (line_id) references campaigns.line (id),
  constraint line_message_version_fkey foreign key (message_id, version) references campaigns.message_version (message_id, version)
);
comment on table campaigns.line_message is 'Which version of which message a person on the roster has read and understood; a row comes with reading. A newer version whose matter changed takes read_at and understood_at away again.';
create index line_message_message_idx on campaigns.line_message (message_id, version) where understood_at is not null;

create table campaigns.test (
  id uuid not null,
  line_id uuid not null,
  message_id uuid not null,
  version integer not null,
  round integer not null,
  purpose text not null default 'decide',
  channel text not null,
  begun_at timestamptz not null,
  decided_at timestamptz,
  decision text,
  ratio numeric,
  constraint test_pkey primary key (id),
  constraint test_line_fkey foreign key (line_id) references campaigns.line (id),
  constraint test_version_fkey foreign key (message_id, version) references campaigns.message_version (message_id, version),
  constraint test_purpose_check check (purpose in ('decide', 'renew')),
  constraint test_decision_check check (decision in ('understood', 'not-yet', 'dropped')),
  constraint test_decided_check check ((decided_at is null) = (decision is null))
);
comment on table campaigns.test is 'One sequential test of a person on a message. ratio: natural logarithm of the likelihood ratio at the decision. dropped: a new version came before the end. purpose renew: a later look at whether it is still understood, which moves no line.';
create unique index test_open_key on campaigns.test (line_id, message_id, purpose) where decided_at is null;
create index test_line_idx on campaigns.test (line_id);

create table campaigns.test_item (
  test_id uuid not null,
  place integer not null,
  family text not null,
  item_id text not null,
  item_version integer not null,
  answer jsonb,
  correct boolean,
  answered_at timestamptz,
  constraint test_item_pkey primary key (test_id, place),
  constraint test_item_test_fkey foreign key (test_id) references campaigns.test (id),
  constraint test_item_answer_check check ((answer is null) = (correct is null))
);
comment on table campaigns.test_item is 'The questions of a test in their order, each with the answer that was given once. Seen by the person; others see what was decided only.';

create table campaigns.send (
  id uuid not null,
  campaign_id uuid not null,
  line_id uuid not null,
  person_id uuid not null,
  channel text not null,
  rung integer not null,
  round integer not null default 1,
  state text not null default 'queued',
  attempts integer not null default 0,
  next_at timestamptz not null,
  created_at timestamptz not null,
  handed_at timestamptz,
  settled_at timestamptz,
  outbox_id uuid,
  error text,
  constraint send_pkey primary key (id),
  constraint send_rung_key unique (line_id, rung, round),
  constraint send_campaign_fkey foreign key (campaign_id) references campaigns.campaign (id),
  constraint send_line_fkey foreign key (line_id) references campaigns.line (id),
  constraint send_channel_check check (channel in ('in-app', 'email', 'web-push', 'webhook', 'head-list', 'kiosk', 'session', 'letter')),
  constraint send_state_check check (state in ('queued', 'handed', 'delivered', 'failed', 'no-address', 'dropped'))
);
comment on table campaigns.send is 'One telling of one person over one channel, with its delivery state. queued: to be handed over from next_at on (an attempt under way moves next_at on, so a dead process loses nothing); handed: the carrier took it; delivered: it is where the person sees it; no-address: the unit must mend the address; dropped: no longer needed when its turn came. One a rung and round.';
create index send_due_idx on campaigns.send (channel, next_at) where state = 'queued';
create index send_outbox_idx on campaigns.send (outbox_id) where state = 'handed';
create index send_person_idx on campaigns.send (person_id, created_at);
create index send_campaign_idx on campaigns.send (campaign_id, channel, state);

create table campaigns.link (
  digest bytea not null,
  person_id uuid not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  constraint link_pkey primary key (digest)
);
comment on table campaigns.link is 'SHA-256 of the secret in a personal link of a mail or message: it opens the open campaigns of one person and nothing else, until it expires.';
create index link_person_idx on campaigns.link (person_id);
create index link_expires_idx on campaigns.link (expires_at);

grant select, insert, update on campaigns.campaign, campaigns.line, campaigns.line_span, campaigns.line_message, campaigns.test, campaigns.test_item, campaigns.send to khue_app;
grant select, insert, update, delete on campaigns.campaign_message, campaigns.campaign_step to khue_app;
grant select, insert on campaigns.line_event to khue_app;
grant select, insert, delete on campaigns.link to khue_app;
