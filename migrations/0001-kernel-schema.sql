-- The role under which the application works. It owns nothing; each migration grants it what its module needs.
do $$
begin
  if not exists (select from pg_roles where rolname = 'khue_app') then
    begin
      create role khue_app nologin;
    exception
      -- Roles belong to the whole server: another database of it may be migrating at this moment.
      when duplicate_object or unique_violation then null;
    end;
  end if;
  -- A superuser may take on any role; an owner who is none needs to be a member.
  if not (select rolsuper from pg_roles where rolname = current_user) then
    begin
      execute format('grant khue_app to %I', current_user);
    exception
      when insufficient_privilege then
        if not pg_has_role(current_user, 'khue_app', 'member') then
          raise exception 'the role khue_app exists, but % may not use it: let the database administrator run "grant khue_app to %"', current_user, current_user;
        end if;
    end;
  end if;
end
$$;

create schema kernel;
comment on schema kernel is 'Facts, units, documents, audit: what every module stands on';
grant usage on schema kernel to khue_app;
