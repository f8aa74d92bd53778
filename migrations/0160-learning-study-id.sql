-- Learning: a session of learning has an id of its own, by which lists of records turn their pages and find each line.
alter table learning.study_time
  add column id uuid not null default kernel.new_id(),
  add constraint study_time_id_key unique (id);
