-- Organisation: dated units, people, posts and who holds which post; roles granted on a subtree.

create extension if not exists unaccent schema public;
create extension if not exists btree_gist schema public;
create extension if not exists pg_trgm schema public;

create collation kernel.vi (provider = icu, locale = 'vi');

create function kernel.plain(value text) returns text
  language sql immutable parallel safe
  return lower(public.unaccent('public.unaccent'::regdictionary, value));
comment on function kernel.plain is 'Text without diacritics and in lower case, for search: "Đống Đa" and "dong da" meet.';

create table kernel.unit (
  id uuid not null,
  constraint unit_pkey primary key (id)
);
comment on table kernel.unit is 'Identity of an organisational unit. What it is called, where it belongs and when it exists stands in unit_version.';

create table kernel.unit_version (
  unit_id uuid not null,
  kind text not null,
  name_vi text not null,
  name_en text not null,
  parent_id uuid,
  valid_from date not null,
  valid_to date not null default 'infinity',
  name_plain text not null generated always as (kernel.plain(name_vi)) stored,
  constraint unit_version_pkey primary key (unit_id, valid_from),
  constraint unit_version_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint unit_version_parent_fkey foreign key (parent_id) references kernel.unit (id),
  constraint unit_version_range_check check (valid_from < valid_to),
  constraint unit_version_overlap exclude using gist (unit_id with =, daterange(valid_from, valid_to) with &&)
);
comment on table kernel.unit_version is 'One state of a unit (name, kind, parent) from valid_from until before valid_to.';
create index unit_version_parent_idx on kernel.unit_version (parent_id);
create index unit_version_name_idx on kernel.unit_version using gin (name_plain gin_trgm_ops);

create table kernel.unit_code (
  unit_id uuid not null,
  system text not null,
  code text not null,
  valid_from date not null,
  valid_to date not null default 'infinity',
  constraint unit_code_pkey primary key (unit_id, system, valid_from),
  constraint unit_code_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint unit_code_range_check check (valid_from < valid_to),
  constraint unit_code_overlap exclude using gist (system with =, code with =, daterange(valid_from, valid_to) with &&)
);
comment on table kernel.unit_code is 'Codes of a unit in several code systems (khue, gso = General Statistics Office, ...), dated: a code may pass to another unit.';

create table kernel.unit_ancestor (
  unit_id uuid not null,
  ancestor_id uuid not null,
  depth integer not null,
  valid_from date not null,
  valid_to date not null,
  constraint unit_ancestor_pkey primary key (unit_id, ancestor_id, valid_from),
  constraint unit_ancestor_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint unit_ancestor_ancestor_fkey foreign key (ancestor_id) references kernel.unit (id)
);
comment on table kernel.unit_ancestor is 'Which unit lay under which on which days, itself included at depth 0. Derived from unit_version by kernel.rebuild_unit_ancestor().';
create index unit_ancestor_ancestor_idx on kernel.unit_ancestor (ancestor_id, valid_from, valid_to) include (unit_id, depth);

create function kernel.rebuild_unit_ancestor() returns void
  language sql
  set search_path = pg_catalog, kernel
as $$
  delete from kernel.unit_ancestor;
  with recursive up as (
    select version.unit_id, version.unit_id as ancestor_id, 0 as depth, version.valid_from, version.valid_to
    from kernel.unit_version as version
    union all
    select up.unit_id, version.parent_id, up.depth + 1,
      greatest(up.valid_from, version.valid_from), least(up.valid_to, version.valid_to)
    from up
    join kernel.unit_version as version
      on version.unit_id = up.ancestor_id
      and version.valid_from < up.valid_to
      and version.valid_to > up.valid_from
    where version.parent_id is not null
      and up.depth < 30
  ),
  merged as (
    select up.unit_id, up.ancestor_id, up.depth,
      unnest(range_agg(daterange(up.valid_from, up.valid_to))) as days
    from up
    group by up.unit_id, up.ancestor_id, up.depth
  )
  insert into kernel.unit_ancestor (unit_id, ancestor_id, depth, valid_from, valid_to)
  select merged.unit_id, merged.ancestor_id, merged.depth, lower(merged.days), coalesce(upper(merged.days), 'infinity')
  from merged;
$$;
comment on function kernel.rebuild_unit_ancestor is 'Derives unit_ancestor anew from unit_version; call it after every change of the tree.';

create table kernel.unit_succession (
  old_id uuid not null,
  new_id uuid not null,
  day date not null,
  basis text not null,
  recorded_at timestamptz not null default now(),
  recorded_by uuid,
  constraint unit_succession_pkey primary key (old_id, new_id, day),
  constraint unit_succession_old_fkey foreign key (old_id) references kernel.unit (id),
  constraint unit_succession_new_fkey foreign key (new_id) references kernel.unit (id),
  constraint unit_succession_self_check check (old_id <> new_id)
);
comment on table kernel.unit_succession is 'On that day the work of the old unit (wholly or, when it has several rows, in part) passed to the new one.';
create index unit_succession_new_idx on kernel.unit_succession (new_id);

create table kernel.person (
  id uuid not null,
  staff_code text not null,
  name text not null,
  name_sort text collate kernel.vi not null,
  name_plain text not null generated always as (kernel.plain(name)) stored,
  birth_date date,
  sex text,
  erased_at timestamptz,
  constraint person_pkey primary key (id),
  constraint person_staff_code_key unique (staff_code),
  constraint person_sex_check check (sex in ('female', 'male'))
);
comment on table kernel.person is 'A person of the register. name_sort begins with the given name, as Vietnamese lists do. Facts hold only the id, so that erasing a person is erasing this row''s content.';
create index person_sort_idx on kernel.person (name_sort, id);
create index person_name_idx on kernel.person using gin (name_plain gin_trgm_ops);

create table kernel.post (
  id uuid not null,
  unit_id uuid not null,
  title text not null,
  kind text not null,
  valid_from date not null,
  valid_to date not null default 'infinity',
  constraint post_pkey primary key (id),
  constraint post_unit_key unique (id, unit_id),
  constraint post_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint post_kind_check check (kind in ('leader', 'staff', 'contract')),
  constraint post_range_check check (valid_from < valid_to)
);
comment on table kernel.post is 'A post (vị trí việc làm) that one person can hold at a time, in one unit.';
create index post_unit_idx on kernel.post (unit_id);

create table kernel.posting (
  id uuid not null,
  post_id uuid not null,
  unit_id uuid not null,
  person_id uuid not null,
  main boolean not null default true,
  coefficient numeric(5, 2),
  valid_from date not null,
  valid_to date not null default 'infinity',
  constraint posting_pkey primary key (id),
  constraint posting_post_fkey foreign key (post_id, unit_id) references kernel.post (id, unit_id),
  constraint posting_person_fkey foreign key (person_id) references kernel.person (id),
  constraint posting_range_check check (valid_from < valid_to),
  constraint posting_post_taken exclude using gist (post_id with =, daterange(valid_from, valid_to) with &&),
  constraint posting_second_main exclude using gist (person_id with =, daterange(valid_from, valid_to) with &&) where (main)
);
comment on table kernel.posting is 'Who holds which post from valid_from until before valid_to. A person has at most one main posting a day; figures about staff count main postings.';
create index posting_person_idx on kernel.posting (person_id, valid_from);
create index posting_unit_idx on kernel.posting (unit_id, valid_from);

create table kernel.role_grant (
  id uuid not null,
  person_id uuid not null,
  role text not null,
  unit_id uuid not null,
  valid_from date not null,
  valid_to date not null default 'infinity',
  granted_by uuid,
  granted_at timestamptz not null default now(),
  constraint role_grant_pkey primary key (id),
  constraint role_grant_person_fkey foreign key (person_id) references kernel.person (id),
  constraint role_grant_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint role_grant_range_check check (valid_from <= valid_to)
);
comment on table kernel.role_grant is 'A role a person holds over a unit and everything under it. What a role may do stands in content/roles.json. Revoking sets valid_to.';
create index role_grant_person_idx on kernel.role_grant (person_id);
create index role_grant_unit_idx on kernel.role_grant (unit_id);

grant select, insert, update on kernel.unit, kernel.unit_version, kernel.unit_code, kernel.unit_succession,
  kernel.person, kernel.post, kernel.posting, kernel.role_grant to khue_app;
grant select, insert, update, delete on kernel.unit_ancestor to khue_app;
grant delete on kernel.unit, kernel.unit_version, kernel.unit_code, kernel.unit_succession, kernel.post, kernel.posting, kernel.person to khue_app;
