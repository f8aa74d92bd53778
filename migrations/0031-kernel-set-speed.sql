-- Derived tables need no check of every row against kernel.unit: units are never deleted while sizes are stored, and a full refresh writes millions.
alter table kernel.step drop constraint step_unit_fkey;
alter table kernel.reading drop constraint reading_unit_fkey;

-- Walks through the posts in the order of the list of vacant ones.
create index post_title_idx on kernel.post (title collate kernel.vi, id);
