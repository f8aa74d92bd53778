-- A list of the people of a unit needs of each only the place in the order before fifty of them are shown: a posting carries what its holder is sorted by,
-- so that it is read with the posting from one index and not looked up a person at a time (1.6 ms became 0.4 ms for 1,100 people).

alter table kernel.posting add column name_sort text collate kernel.vi;
update kernel.posting
set name_sort = person.name_sort
from kernel.person
where person.id = posting.person_id;
alter table kernel.posting alter column name_sort set not null;
comment on column kernel.posting.name_sort is 'name_sort of the person, kept equal by triggers on both tables.';

create function kernel.sort_posting() returns trigger
  language plpgsql
  set search_path = pg_catalog, kernel
as $$
begin
  select person.name_sort
  into new.name_sort
  from kernel.person
  where person.id = new.person_id
  for share;
  return new;
end;
$$;
comment on function kernel.sort_posting is 'Trigger that gives a posting what its holder is sorted by; waits for a change of name that is under way, which would not see the posting.';

create trigger posting_sort
  before insert or update of person_id on kernel.posting
  for each row execute function kernel.sort_posting();

create function kernel.sort_postings() returns trigger
  language plpgsql
  set search_path = pg_catalog, kernel
as $$
begin
  update kernel.posting
  set name_sort = new.name_sort
  where posting.person_id = new.id;
  return null;
end;
$$;
comment on function kernel.sort_postings is 'Trigger that passes a new name on to the postings of the person.';

create trigger person_sort
  after update of name_sort on kernel.person
  for each row
  when (old.name_sort is distinct from new.name_sort)
  execute function kernel.sort_postings();

drop index kernel.posting_main_idx;
create index posting_main_idx on kernel.posting (unit_id, valid_from) include (valid_to, person_id, post_id, name_sort)
where main;
drop index kernel.person_order_idx;
