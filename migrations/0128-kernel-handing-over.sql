-- Messages: a mail is noted as being handed over just before its last dot, so that after a crash nothing is sent twice; letters are given up by age, not by tries.

alter table kernel.outbox drop constraint outbox_state_check;
alter table kernel.outbox add constraint outbox_state_check check (state in ('queued', 'handing', 'unknown', 'held', 'sent', 'failed'));
alter table kernel.outbox
  add column first_tried_at timestamptz,
  add column handing_at timestamptz,
  add column carried_as uuid;
comment on column kernel.outbox.first_tried_at is 'First attempt since the letter was last put into the queue; from here its age counts. Empty again when the carrier itself was out of reach.';
comment on column kernel.outbox.handing_at is 'Moment at which the last bytes of a mail were about to leave. handing: no answer has come yet. unknown: none will come (this process died, or the connection broke), so the mail may or may not have been taken; a person asks, or has it sent again.';
comment on column kernel.outbox.carried_as is 'Id in the Message-ID under which it left last: its own, or that of the first letter of a digest.';
create index outbox_handing_idx on kernel.outbox (handing_at) where (state = 'handing');
create index outbox_carried_idx on kernel.outbox (carried_as) where (carried_as <> id);
