-- Signatures on documents: who is to sign in which order, and who has signed.

create table kernel.signature_turn (
  first_id uuid not null,
  position integer not null,
  person_id uuid not null,
  capacity text not null,
  reason text not null,
  location text not null,
  page integer,
  x_mm numeric(6, 2),
  y_mm numeric(6, 2),
  width_mm numeric(6, 2),
  height_mm numeric(6, 2),
  constraint signature_turn_pkey primary key (first_id, position),
  constraint signature_turn_document_fkey foreign key (first_id) references kernel.document (id),
  constraint signature_turn_person_fkey foreign key (person_id) references kernel.person (id),
  constraint signature_turn_position_check check (position >= 1),
  constraint signature_turn_place_check check (num_nulls(page, x_mm, y_mm, width_mm, height_mm) in (0, 5)),
  constraint signature_turn_size_check check (page >= 1 and x_mm >= 0 and y_mm >= 0 and width_mm > 0 and height_mm > 0)
);
comment on table kernel.signature_turn is 'Who is to sign a document, in which order, as what, why, and where on the sheet (page from 1, millimetres from left and top). first_id is the first version of the document.';
create index signature_turn_person_idx on kernel.signature_turn (person_id);

create trigger signature_turn_append_only
  before update or delete or truncate on kernel.signature_turn
  for each statement execute function kernel.refuse_change();

create table kernel.signature (
  id uuid not null,
  document_id uuid not null,
  first_id uuid not null,
  position integer not null,
  person_id uuid not null,
  capacity text not null,
  reason text not null,
  location text not null,
  transport text not null,
  level text not null,
  certificate_sha256 text not null,
  signed_at timestamptz not null,
  constraint signature_pkey primary key (id),
  constraint signature_document_key unique (document_id),
  constraint signature_position_key unique (first_id, position),
  constraint signature_document_fkey foreign key (document_id) references kernel.document (id),
  constraint signature_first_fkey foreign key (first_id) references kernel.document (id),
  constraint signature_person_fkey foreign key (person_id) references kernel.person (id),
  constraint signature_position_check check (position >= 1),
  constraint signature_transport_check check (transport in ('test', 'pkcs12', 'csc')),
  constraint signature_level_check check (level in ('B-B', 'B-T')),
  constraint signature_certificate_check check (certificate_sha256 ~ '^[0-9a-f]{64}$')
);
comment on table kernel.signature is 'A signature that was made here: document_id is the version that bears it. Names stand in the PDF and the register only.';
create index signature_person_idx on kernel.signature (person_id, signed_at);

create trigger signature_append_only
  before update or delete or truncate on kernel.signature
  for each statement execute function kernel.refuse_change();

grant select, insert on kernel.signature_turn to khue_app;
grant select, insert on kernel.signature to khue_app;
