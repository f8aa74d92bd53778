-- A letter that waits in the outbox and is not needed any more when its turn comes is not sent.

alter table kernel.outbox
  drop constraint outbox_state_check,
  add constraint outbox_state_check check (state in ('queued', 'handing', 'unknown', 'held', 'sent', 'failed', 'dropped'));
comment on table kernel.outbox is 'Letters to be sent by mail, web push or SMS, and their delivery state. Written in the transaction of the act they tell of. address: mail address, telephone number, or the id of the person for web push. held: the channel has no carrier, or no address is known. dropped: when its turn came it was not needed any more, and it was never sent. secret: holds a one-time link, which is wiped once the letter is out, dropped or too old. delivered_at: the carrier said later that it arrived; failed after sent: it said that it did not.';

-- A letter that was given up can be sent again, so it is asked for too.
drop index campaigns.send_outbox_idx;
create index send_outbox_idx on campaigns.send (outbox_id) where state in ('handed', 'delivered', 'failed');
