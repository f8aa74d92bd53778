-- Messages: a mail may carry documents.

alter table kernel.outbox
  add column attachments uuid[] not null default '{}';
comment on column kernel.outbox.attachments is 'Documents that the mail carries, in their order; what was sent stays to be read here.';
