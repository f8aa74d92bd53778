-- Letters of cases: drafted, signed in order, stored as documents, told to whom they are for.

create table transition.letter (
  id uuid not null,
  case_id uuid,
  unit_id uuid not null,
  kind text not null,
  step text,
  case_number integer,
  number text not null,
  content jsonb not null,
  document_id uuid not null,
  drafted_by uuid,
  drafted_at timestamptz not null,
  signed_at timestamptz,
  paper_id uuid,
  constraint letter_pkey primary key (id),
  constraint letter_document_key unique (document_id),
  constraint letter_case_fkey foreign key (case_id) references kernel.case_file (id),
  constraint letter_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint letter_document_fkey foreign key (document_id) references kernel.document (id),
  constraint letter_paper_fkey foreign key (paper_id) references kernel.document (id),
  constraint letter_kind_check check ((kind = 'union') = (case_id is null)),
  constraint letter_case_check check (num_nulls(case_id, step, case_number) in (0, 3)),
  constraint letter_paper_check check (paper_id is null or signed_at is not null)
);
comment on table transition.letter is 'Letters: of a case, carrying a step of it (drafted while the case stood at case_number; the last signature takes the step), or of the desk of the union (kind union). document_id is the first version of the PDF, the signed ones follow it; paper_id is the scan of one that was signed by hand. content: what was drafted.';
create unique index letter_case_once on transition.letter (case_id, kind, case_number) where case_id is not null;
create index letter_unit_idx on transition.letter (unit_id, drafted_at);

create table transition.letter_receipt (
  letter_id uuid not null,
  person_id uuid not null,
  told_at timestamptz not null,
  received_at timestamptz,
  constraint letter_receipt_pkey primary key (letter_id, person_id),
  constraint letter_receipt_letter_fkey foreign key (letter_id) references transition.letter (id),
  constraint letter_receipt_person_fkey foreign key (person_id) references kernel.person (id),
  constraint letter_receipt_order_check check (received_at is null or received_at >= told_at)
);
comment on table transition.letter_receipt is 'To whom a signed letter was delivered, and when that person said to have received it.';
create index letter_receipt_person_idx on transition.letter_receipt (person_id);

grant select, insert, update on transition.letter, transition.letter_receipt to khue_app;
