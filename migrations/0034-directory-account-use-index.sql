-- Finds the days of use of the few hundred people of a unit without reading those of the whole city.
create index account_use_person_idx on directory.account_use (person_id, valid_from);
