-- Web push and SMS leave through the same outbox as mail; browsers that show messages.

alter table kernel.outbox drop constraint outbox_channel_check;
alter table kernel.outbox add constraint outbox_channel_check check (channel in ('email', 'web-push', 'sms'));
alter table kernel.outbox add column delivered_at timestamptz;
comment on table kernel.outbox is 'Letters to be sent by mail, web push or SMS, and their delivery state. Written in the transaction of the act they tell of. address: mail address, telephone number, or the id of the person for web push. held: the channel has no carrier, or no address is known. secret: holds a one-time link, which is wiped once the letter is out or too old. delivered_at: the carrier said later that it arrived; failed after sent: it said that it did not.';

create table kernel.push_subscription (
  id uuid not null,
  person_id uuid not null,
  endpoint text not null,
  p256dh bytea not null,
  auth bytea not null,
  label text not null default '',
  created_at timestamptz not null,
  constraint push_subscription_pkey primary key (id),
  constraint push_subscription_endpoint_key unique (endpoint),
  constraint push_subscription_person_fkey foreign key (person_id) references kernel.person (id),
  constraint push_subscription_keys_check check (octet_length(p256dh) = 65 and octet_length(auth) = 16)
);
comment on table kernel.push_subscription is 'Browsers that show push messages to a person, with the keys by which only they can read them (RFC 8291). A browser belongs to who added it last; one whose push service no longer knows it is deleted.';
create index push_subscription_person_idx on kernel.push_subscription (person_id);

grant select, insert, update, delete on kernel.push_subscription to khue_app;
