-- Procedures: every version that a case ever followed, as it was.

create table kernel.procedure_version (
  name text not null,
  version date not null,
  hash text not null,
  definition jsonb not null,
  constraint procedure_version_pkey primary key (name, version),
  constraint procedure_version_hash_check check (hash ~ '^[0-9a-f]{64}$')
);
comment on table kernel.procedure_version is 'Versions of procedures in use, with the SHA-256 of their definition: a version is never changed, a change is a new version.';

grant select, insert on kernel.procedure_version to khue_app;
