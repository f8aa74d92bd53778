import { all, one, sql, type Db } from '#base/db/index.ts';

/** The account of a person, as far as signing in needs it. */
export type Login = {
  id: string;
  personId: string;
  email: string;
  disabled: boolean;
  secondFactor: boolean;
};

type Row = { id: string; person_id: string; email: string; disabled: boolean; second_factor: boolean };

const columns = sql`login.id, login.person_id, login.email,
  (login.disabled_at is not null or person.erased_at is not null) as disabled, coalesce(login.two_factor_enabled, false) as second_factor`;

/** The account with this staff code or mail address (upper and lower case are the same); undefined when there is none. */
export async function findLogin(db: Db, name: string): Promise<Login | undefined> {
  const wanted = name.trim().toLowerCase();
  const rows = await all(
    db,
    sql<Row>`
      select ${columns}
      from account.login
      join kernel.person on person.id = login.person_id
      where login.email = ${wanted}
      union all
      select ${columns}
      from kernel.person
      join account.login on login.person_id = person.id
      where person.staff_code in (${name.trim()}, ${wanted}, ${name.trim().toUpperCase()})
      limit 2`,
  );
  const [first, second] = rows;
  if (first === undefined || (second !== undefined && second.id !== first.id)) return undefined;
  return loginFrom(first);
}

/** The account of a person; undefined when there is none. */
export async function findLoginOf(db: Db, personId: string): Promise<Login | undefined> {
  const row = await one(
    db,
    sql<Row>`
      select ${columns}
      from account.login
      join kernel.person on person.id = login.person_id
      where login.person_id = ${personId}`,
  );
  return row && loginFrom(row);
}

/** The account of a person, made when there is none; undefined when there is no such person (any more). */
export async function ensureLogin(db: Db, personId: string): Promise<Login | undefined> {
  await all(
    db,
    sql`
      insert into account.login (name, email, email_verified, person_id)
      select person.staff_code, ${placeholder(personId)}, false, person.id
      from kernel.person
      where person.id = ${personId}
        and person.erased_at is null
      on conflict (person_id) do nothing`,
  );
  return findLoginOf(db, personId);
}

/** Lets the person sign in with this mail address from now on, unless another account has it; a placeholder takes its place when undefined. */
export async function setLoginEmail(db: Db, personId: string, email: string | undefined): Promise<void> {
  const wanted = email?.trim().toLowerCase() ?? placeholder(personId);
  await all(
    db,
    sql`
      update account.login
      set email = ${wanted},
        updated_at = now()
      where login.person_id = ${personId}
        and login.email <> ${wanted}
        and not exists (
          select 1
          from account.login as other
          where other.email = ${wanted})`,
  );
}

/** What may not be in a person's password: name, staff code, address. */
export async function ownWordsOf(db: Db, personId: string): Promise<string[]> {
  const row = await one(
    db,
    sql<{ name: string; staff_code: string; email: string | null }>`
      select person.name, person.staff_code, login.email
      from kernel.person
      left join account.login on login.person_id = person.id
      where person.id = ${personId}`,
  );
  const address = row?.email?.endsWith('.invalid') === true ? undefined : row?.email?.split('@')[0];
  return row === undefined ? [] : [row.name, row.staff_code, ...(address ? [address] : [])];
}

function placeholder(personId: string): string {
  return `${personId}@khue.invalid`;
}

function loginFrom(row: Row): Login {
  return { id: row.id, personId: row.person_id, email: row.email, disabled: row.disabled, secondFactor: row.second_factor };
}
