-- Versions of documents: a document that was signed (or revised) is a new document that follows the one before.

create table kernel.document_version (
  document_id uuid not null,
  first_id uuid not null,
  number integer not null,
  previous_id uuid,
  constraint document_version_pkey primary key (document_id),
  constraint document_version_document_fkey foreign key (document_id) references kernel.document (id),
  constraint document_version_first_fkey foreign key (first_id) references kernel.document (id),
  constraint document_version_previous_fkey foreign key (previous_id) references kernel.document (id),
  constraint document_version_number_key unique (first_id, number),
  constraint document_version_previous_key unique (previous_id),
  constraint document_version_number_check check ((number = 1) = (previous_id is null) and number >= 1),
  constraint document_version_first_check check ((number = 1) = (document_id = first_id))
);
comment on table kernel.document_version is 'The chain of versions of a document, from its second version on; the first one has number 1. A document has at most one next version, so two people cannot sign the same one at once.';

create trigger document_version_append_only
  before update or delete or truncate on kernel.document_version
  for each statement execute function kernel.refuse_change();

grant select, insert on kernel.document_version to khue_app;
