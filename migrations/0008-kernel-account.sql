-- Sign-in. The first six tables belong to better-auth and were written from its own generator (src/kernel/account/tables.ts names them);
-- the others are ours.

create schema account;
comment on schema account is 'How people sign in: nothing here but what that needs. Who the person is stands in kernel.person.';

create table account.login (
  id uuid not null default gen_random_uuid(),
  name text not null,
  email text not null,
  email_verified boolean not null,
  image text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  two_factor_enabled boolean,
  person_id uuid not null,
  disabled_at timestamptz,
  used_on date,
  constraint login_pkey primary key (id),
  constraint login_email_key unique (email),
  constraint login_person_key unique (person_id),
  constraint login_person_fkey foreign key (person_id) references kernel.person (id)
);
comment on table account.login is 'The account of a person. name is the staff code, email an address to sign in with (<person>@khue.invalid while none is known), used_on the last day the account was used.';

create table account.session (
  id uuid not null default gen_random_uuid(),
  expires_at timestamptz not null,
  token text not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null,
  ip_address text,
  user_agent text,
  login_id uuid not null,
  constraint session_pkey primary key (id),
  constraint session_token_key unique (token),
  constraint session_login_fkey foreign key (login_id) references account.login (id) on delete cascade
);
comment on table account.session is 'Who is signed in. updated_at is the last use (12 h idle end it), created_at the sign-in (7 days end it).';
create index session_login_id_idx on account.session (login_id);

create table account.credential (
  id uuid not null default gen_random_uuid(),
  account_id text not null,
  provider_id text not null,
  login_id uuid not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null,
  constraint credential_pkey primary key (id),
  constraint credential_account_key unique (provider_id, account_id),
  constraint credential_login_fkey foreign key (login_id) references account.login (id) on delete cascade
);
comment on table account.credential is 'A password (provider credential, argon2id) or the subject a person has at the single sign-on. Tokens of the single sign-on are not kept.';
create index credential_login_id_idx on account.credential (login_id);

create table account.verification (
  id uuid not null default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint verification_pkey primary key (id)
);
comment on table account.verification is 'Short-lived states of sign-in: second factor pending, passkey challenge, single sign-on under way.';
create index verification_identifier_idx on account.verification (identifier);
create index verification_expires_idx on account.verification (expires_at);

create table account.two_factor (
  id uuid not null default gen_random_uuid(),
  secret text not null,
  backup_codes text not null,
  login_id uuid not null,
  verified boolean,
  failed_verification_count integer,
  locked_until timestamptz,
  constraint two_factor_pkey primary key (id),
  constraint two_factor_login_fkey foreign key (login_id) references account.login (id) on delete cascade
);
comment on table account.two_factor is 'Secret of the authenticator app and the backup codes, encrypted with KHUE_SECRET.';
create index two_factor_secret_idx on account.two_factor (secret);
create index two_factor_login_id_idx on account.two_factor (login_id);

create table account.passkey (
  id uuid not null default gen_random_uuid(),
  name text,
  public_key text not null,
  login_id uuid not null,
  credential_id text not null,
  counter integer not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  created_at timestamptz,
  aaguid text,
  constraint passkey_pkey primary key (id),
  constraint passkey_login_fkey foreign key (login_id) references account.login (id) on delete cascade
);
comment on table account.passkey is 'Public keys of the passkeys that people registered.';
create index passkey_login_id_idx on account.passkey (login_id);
create index passkey_credential_id_idx on account.passkey (credential_id);

create table account.link (
  id uuid not null,
  kind text not null,
  token_hash text not null,
  person_id uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint link_pkey primary key (id),
  constraint link_token_key unique (token_hash),
  constraint link_person_fkey foreign key (person_id) references kernel.person (id),
  constraint link_kind_check check (kind in ('invitation', 'reset'))
);
comment on table account.link is 'One-time links by which a person sets a password; only the SHA-256 of the token is kept.';
create index link_person_idx on account.link (person_id, kind);

create table account.lock (
  key text not null,
  failures integer not null,
  since timestamptz not null,
  locks integer not null default 0,
  locked_until timestamptz not null default '-infinity',
  constraint lock_pkey primary key (key)
);
comment on table account.lock is 'Attempts to sign in, by account (or by the hash of an unknown name), and until when none is taken.';

create table account.rate (
  key text not null,
  since timestamptz not null,
  count integer not null,
  constraint rate_pkey primary key (key)
);
comment on table account.rate is 'How often something was asked from one network address within a window of time.';

create table account.used_code (
  login_id uuid not null,
  code_hash text not null,
  at timestamptz not null default now(),
  constraint used_code_pkey primary key (login_id, code_hash),
  constraint used_code_login_fkey foreign key (login_id) references account.login (id) on delete cascade
);
comment on table account.used_code is 'Codes of authenticator apps taken in the last minutes: each works once (RFC 6238, 5.2).';

grant usage on schema account to khue_app;
grant select, insert, update, delete on account.login, account.session, account.credential, account.verification, account.two_factor,
  account.passkey, account.link, account.lock, account.rate, account.used_code to khue_app;
