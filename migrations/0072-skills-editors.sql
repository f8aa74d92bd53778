-- Skills: everybody who wrote any of a version, none of whom may review it.

alter table skills.item_version
  add column editors uuid[] not null default '{}';
