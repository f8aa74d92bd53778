-- Directory: what the register holds beyond the kernel's units, people and posts.

create schema directory;
comment on schema directory is 'Register of staff: contact, union membership, use of accounts, confirmations, imports, reorganisations.';
grant usage on schema directory to khue_app;

insert into kernel.fact_kind (name)
values
  ('directory.posting-started'),
  ('directory.posting-ended'),
  ('directory.post-opened'),
  ('directory.post-closed'),
  ('directory.person-changed'),
  ('directory.union-joined'),
  ('directory.union-left'),
  ('directory.account-used'),
  ('directory.register-confirmed'),
  ('directory.unit-changed');

create table directory.contact (
  person_id uuid not null,
  email text,
  phone text,
  locale text not null default 'vi',
  constraint contact_pkey primary key (person_id),
  constraint contact_person_fkey foreign key (person_id) references kernel.person (id),
  constraint contact_locale_check check (locale in ('vi', 'en'))
);
comment on table directory.contact is 'How to reach a person of the register.';
create unique index contact_email_key on directory.contact (lower(email));

create table directory.identity (
  person_id uuid not null,
  sealed bytea not null,
  digest bytea not null,
  ending text not null,
  constraint identity_pkey primary key (person_id),
  constraint identity_person_fkey foreign key (person_id) references kernel.person (id),
  constraint identity_digest_key unique (digest)
);
comment on table directory.identity is 'Personal identification number: sealed with AES-256-GCM, a keyed digest to find doubles, and the last three digits, which are all that is ever shown.';

create table directory.union_membership (
  id uuid not null,
  person_id uuid not null,
  consent_day date not null,
  valid_from date not null,
  valid_to date not null default 'infinity',
  constraint union_membership_pkey primary key (id),
  constraint union_membership_person_fkey foreign key (person_id) references kernel.person (id),
  constraint union_membership_range_check check (valid_from < valid_to),
  constraint union_membership_overlap exclude using gist (person_id with =, daterange(valid_from, valid_to) with &&)
);
comment on table directory.union_membership is 'Trade-union membership, kept with the day on which the person consented to its being kept.';

create table directory.account_use (
  id uuid not null,
  person_id uuid not null,
  valid_from date not null,
  valid_to date not null,
  constraint account_use_pkey primary key (id),
  constraint account_use_person_fkey foreign key (person_id) references kernel.person (id),
  constraint account_use_overlap exclude using gist (person_id with =, daterange(valid_from, valid_to) with &&)
);
comment on table directory.account_use is 'Days on which a person had used the account within the last 90 days: ranges from a day of use until 90 days after the last one, joined where they touch.';

create table directory.register_confirmation (
  id uuid not null,
  unit_id uuid not null,
  valid_from date not null,
  valid_to date not null,
  constraint register_confirmation_pkey primary key (id),
  constraint register_confirmation_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint register_confirmation_overlap exclude using gist (unit_id with =, daterange(valid_from, valid_to) with &&)
);
comment on table directory.register_confirmation is 'Days on which a unit''s register had been confirmed within the last 90 days, as ranges that never overlap.';

grant select, insert, update, delete on directory.contact, directory.identity, directory.union_membership to khue_app;
grant select, insert, update on directory.account_use, directory.register_confirmation to khue_app;
