-- Learning: a package is taken out of use, with or without one in its place.

alter table learning.package
  add column retired_at timestamptz,
  add column retired_by uuid,
  add column retired_note text,
  add column replaced_by text,
  add constraint package_replaced_fkey foreign key (replaced_by) references learning.package (code),
  add constraint package_retired_check check ((retired_at is null) = (retired_note is null) and (replaced_by is null or retired_at is not null) and replaced_by <> code);
comment on column learning.package.retired_at is 'When it was taken out of use: nobody begins it any more, whoever is in the midst of it goes on, results stay.';
comment on column learning.package.replaced_by is 'The package that those open who have not begun this one; doing either counts for the lesson. Null: the lesson no longer waits for it.';

grant update (retired_at, retired_by, retired_note, replaced_by) on learning.package to khue_app;
