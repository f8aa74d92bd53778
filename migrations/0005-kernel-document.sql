-- Documents: what is known of kept bytes. The bytes themselves lie in a folder (or object store) under their SHA-256.

create table kernel.document (
  id uuid not null,
  name text not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  purpose text not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  retain_until date not null default 'infinity',
  constraint document_pkey primary key (id),
  constraint document_sha256_check check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint document_size_check check (size > 0)
);
comment on table kernel.document is 'A document somebody put in, or that Khuê made. Which module it belongs to and who may open it follows from its purpose (module.what).';

grant select, insert on kernel.document to khue_app;
