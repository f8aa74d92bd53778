-- Skills: an item that is asked is noted in a row of its own, so that people who sit at the same time do not wait for each other at its counter.

create table skills.asked (
  id bigint not null generated always as identity,
  bank_version_id uuid not null,
  item_id text not null,
  constraint asked_pkey primary key (id),
  constraint asked_bank_fkey foreign key (bank_version_id) references skills.bank_version (id)
);
comment on table skills.asked is 'Items of a bank version answered in measuring sittings (item_id empty: such a sitting was begun) that skills.exposure does not count yet. Written in the statement that stores the answer; every few seconds a task adds the rows up and deletes them.';

comment on table skills.exposure is 'In how many measuring sittings of a bank version an item was answered; item_id empty: how many such sittings were begun. What was added since the last few seconds stands in skills.asked.';

grant select, insert, delete on skills.asked to khue_app;
