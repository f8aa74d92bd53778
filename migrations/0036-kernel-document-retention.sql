-- Documents whose time is over lose their bytes; what was known of them stays.

alter table kernel.document add column dropped_at timestamptz;
comment on column kernel.document.dropped_at is 'When the bytes were deleted because retain_until had passed; null while they are kept.';
create index document_expiring_idx on kernel.document (retain_until)
where dropped_at is null and retain_until < 'infinity';
create index document_sha256_idx on kernel.document (sha256);

grant update (dropped_at) on kernel.document to khue_app;
