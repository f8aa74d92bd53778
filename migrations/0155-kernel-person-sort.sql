-- A list of the people of a unit needs of each only the place in the order, before fifty of them are shown: read from the index alone.
create index person_order_idx on kernel.person (id) include (name_sort, erased_at);
