-- Skills: certificates, what they rest on, whom they are shown to, and the keys that sign them.

insert into kernel.fact_kind (name)
values
  ('skills.certificate-issued'),
  ('skills.certificate-lapsed'),
  ('skills.certificate-restored'),
  ('skills.certificate-revoked'),
  ('skills.outcome-refreshed');

create table skills.certificate (
  id uuid not null,
  code text not null,
  kind text not null,
  person_id uuid not null,
  sitting_id uuid not null,
  unit_id uuid not null,
  level integer not null,
  measured jsonb not null,
  bank jsonb not null,
  sat_day date not null,
  issued_day date not null,
  issued_at timestamptz not null,
  issued_by uuid,
  salt text not null,
  status_list integer not null,
  status_place integer not null,
  lapses_on date not null,
  revoked_at timestamptz,
  revoked_by uuid,
  revoked_reason text,
  constraint certificate_pkey primary key (id),
  constraint certificate_code_key unique (code),
  constraint certificate_sitting_key unique (sitting_id),
  constraint certificate_place_key unique (status_list, status_place),
  constraint certificate_person_fkey foreign key (person_id) references kernel.person (id),
  constraint certificate_sitting_fkey foreign key (sitting_id) references skills.sitting (id),
  constraint certificate_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint certificate_kind_check check (kind in ('certification', 'check')),
  constraint certificate_level_check check (level between 1 and 3),
  constraint certificate_revoked_check check ((revoked_at is null) = (revoked_reason is null))
);
comment on table skills.certificate is 'What was certified of a person by one sitting. kind certification: measured under an invigilator, kept valid by probes; check: an attestation of a sitting alone. measured and bank: as they were when it was issued. code: address of the public check page, not to be guessed. lapses_on: first day on which it no longer holds if nothing more is answered. status_list, status_place: its bit in the published lists of revoked ones.';
create index certificate_person_idx on skills.certificate (person_id, issued_day desc);
create index certificate_lapse_idx on skills.certificate (lapses_on) where revoked_at is null;
create index certificate_revoked_idx on skills.certificate (status_list) where revoked_at is not null;

create table skills.certificate_span (
  certificate_id uuid not null,
  state text not null,
  valid_from date not null,
  valid_to date not null default 'infinity',
  constraint certificate_span_pkey primary key (certificate_id, valid_from),
  constraint certificate_span_certificate_fkey foreign key (certificate_id) references skills.certificate (id),
  constraint certificate_span_state_check check (state in ('valid', 'lapsed')),
  constraint certificate_span_range_check check (valid_from < valid_to)
);
comment on table skills.certificate_span is 'From when until before when a certificate held or had lapsed; after a revocation there is no further span.';

create table skills.certificate_outcome (
  certificate_id uuid not null,
  competence text not null,
  stability numeric not null,
  difficulty numeric not null,
  refreshed_on date not null,
  probed integer not null default 0,
  constraint certificate_outcome_pkey primary key (certificate_id, competence),
  constraint certificate_outcome_certificate_fkey foreign key (certificate_id) references skills.certificate (id),
  constraint certificate_outcome_stability_check check (stability > 0)
);
comment on table skills.certificate_outcome is 'How firmly each competence that was asked in the sitting is likely to be remembered: stability in days until nine tenths are retained, counted from refreshed_on; probed: times it was asked again. Seen by the person only.';

create table skills.certificate_share (
  id uuid not null,
  certificate_id uuid not null,
  token text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  constraint certificate_share_pkey primary key (id),
  constraint certificate_share_token_key unique (token),
  constraint certificate_share_certificate_fkey foreign key (certificate_id) references skills.certificate (id)
);
comment on table skills.certificate_share is 'Links by which a holder lets others see the name on the check page, until the holder ends them.';
create index certificate_share_certificate_idx on skills.certificate_share (certificate_id);

create table skills.certificate_key (
  public_key text not null,
  since timestamptz not null default now(),
  constraint certificate_key_pkey primary key (public_key)
);
comment on table skills.certificate_key is 'Public keys (Multikey) that have signed certificates. The old ones stay published, so that old files can be checked.';

grant select, insert, update on skills.certificate, skills.certificate_span, skills.certificate_outcome, skills.certificate_share to khue_app;
grant delete on skills.certificate_span to khue_app;
grant select, insert on skills.certificate_key to khue_app;
