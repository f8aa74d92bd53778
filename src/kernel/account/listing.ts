import Type from 'typebox';
import { all, inTransaction, sql, type Db, type RawBuilder, pagesOf } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { enqueue, job } from '#kernel/job/index.ts';
import { operation, type Ctx, PageNumber, paged } from '#kernel/operation/index.ts';
import { scope } from '#kernel/org/index.ts';
import { LOGIN_STATES, loginState, StateSchema, type LoginState } from './state.ts';

const closed = { additionalProperties: false };
const UnitId = Type.String({ format: 'uuid', description: 'Unit; with everything under it' });

/** People a page of the list has. */
const PAGE = 50;
/** People a run of the job invites in one transaction. */
const BATCH = 200;

const Line = Type.Object(
  {
    id: Type.String({ description: 'Person' }),
    name: Type.String({ description: 'Name' }),
    staffCode: Type.String({ description: 'Staff code' }),
    unitName: Type.String({ description: 'Unit of the main post' }),
    state: StateSchema,
    usedOn: Type.Union([Type.String(), Type.Null()], { description: 'Last day of use, YYYY-MM-DD' }),
  },
  closed,
);

/** The accounts of those in post. */
export const listLogins = operation({
  name: 'account.list-logins',
  summary: 'Who in post has an account and how it stands, within the units whose accounts one manages, by Vietnamese alphabet; with how many there are in each state.',
  kind: 'read',
  http: 'GET /accounts',
  permission: 'account.manage',
  input: Type.Object(
    {
      unitId: Type.Optional(UnitId),
      state: Type.Optional(StateSchema),
      text: Type.Optional(Type.String({ maxLength: 100, description: 'Part of a name or beginning of a staff code' })),
      page: PageNumber,
    },
    closed,
  ),
  output: Type.Object(
    {
      people: Type.Array(Line),
      ...paged,
      counts: Type.Array(Type.Object({ state: StateSchema, people: Type.Integer({ description: 'How many' }) }, closed), {
        description: 'Of all in these units, whatever is searched',
      }),
    },
    closed,
  ),
  run: async (ctx, { unitId, state, text = '', page = 1 }) => {
    const where = posted(ctx, unitId);
    const rows = await countStates(ctx.db, where);
    const counts = LOGIN_STATES.map((one) => ({ state: one, people: rows.find((row) => row.state === one)?.people ?? 0 }));
    const fits = sql`${where} and ${matches(text)} and ${state === undefined ? sql`true` : sql`${loginState} = ${state}`}`;
    const people = await listLines(ctx, fits, (page - 1) * PAGE);
    const total = text.trim() === '' ? counts.filter((one) => state === undefined || one.state === state).reduce((sum, one) => sum + one.people, 0) : await count(ctx.db, fits);
    return { people, total, page, pages: pagesOf(total, PAGE), counts };
  },
});

/** Invites everybody of a unit who cannot sign in yet. */
export const inviteUnit = operation({
  name: 'account.invite-unit',
  summary:
    'Invites everybody in post in a unit and under it who has no account, or whose invitation has ended unused, and who has a mail address in the register; in a job, each person once. Answers how many are without access.',
  kind: 'write',
  http: 'POST /accounts/invite',
  permission: 'account.manage',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: UnitId }, closed),
  output: Type.Object({ people: Type.Integer({ description: 'How many cannot sign in yet; those without an address are passed over' }) }, closed),
  trace: ({ unitId }, { people }) => ({ unitId, detail: { people } }),
  run: async (ctx, { unitId }) => {
    const people = await count(ctx.db, sql`${within(unitId, ctx)} and ${waiting}`);
    if (people === 0) throw new Problem('conflict', 'account.nobody-to-invite');
    await enqueue(ctx.db, inviteJob, { unitId, after: '' }, { singletonKey: unitId });
    return { people };
  },
});

/** Invites one batch and asks for the next in the same transaction: ended half-way, it goes on where it was, and nobody gets two. */
export const inviteJob = job({
  name: 'account.invite-batch',
  input: Type.Object({ unitId: Type.String({ description: 'Unit' }), after: Type.String({ description: 'Id of the last person looked at, or empty' }) }, closed),
  run: async (ctx, { unitId, after }) => {
    await inTransaction(ctx.db, async (db) => {
      const own = { ...ctx, db };
      const ids = await listWaiting(own, unitId, after);
      const addresses = await ctx.services.addressOf(db, ids);
      for (const id of ids.filter((one) => addresses.has(one))) await ctx.services.accounts.invite(own, id);
      const last = ids.at(-1);
      if (ids.length === BATCH && last !== undefined) await enqueue(db, inviteJob, { unitId, after: last });
    });
  },
});

const waiting = sql`${loginState} in ('none', 'lapsed')`;

const standing = (today: string): RawBuilder<unknown> => sql`
  posting.main
  and posting.valid_from <= ${today}
  and posting.valid_to > ${today}
  and person.erased_at is null`;

const within = (unitId: string, { today }: Pick<Ctx, 'today'>): RawBuilder<unknown> => sql`${standing(today)}
  and exists (
    select 1
    from kernel.unit_ancestor as over
    where over.unit_id = posting.unit_id
      and over.ancestor_id = ${unitId}
      and over.valid_from <= ${today}
      and over.valid_to > ${today})`;

const posted = (ctx: Ctx, unitId: string | undefined): RawBuilder<unknown> => sql`
  ${unitId === undefined ? standing(ctx.today) : within(unitId, ctx)}
  and ${scope(ctx.actor, 'account.manage', sql`posting.unit_id`, ctx.today)}`;

function matches(text: string): RawBuilder<unknown> {
  const asked = text.trim().replaceAll(/[\\%_]/g, '\\$&');
  return asked === '' ? sql`true` : sql`(person.name_plain like kernel.plain(${`%${asked}%`}) or person.staff_code ilike ${`${asked}%`})`;
}

async function countStates(db: Db, where: RawBuilder<unknown>): Promise<{ state: LoginState; people: number }[]> {
  return all(
    db,
    sql<{ state: LoginState; people: number }>`
    select ${loginState} as state, count(*)::int as people
    from kernel.posting
    join kernel.person on person.id = posting.person_id
    left join account.login on login.person_id = person.id
    where ${where}
    group by 1`,
  );
}

async function count(db: Db, where: RawBuilder<unknown>): Promise<number> {
  return (await countStates(db, where)).reduce((sum, { people }) => sum + people, 0);
}

type Row = { id: string; name: string; staffCode: string; unitName: string; state: LoginState; usedOn: string | null };

async function listLines(ctx: Ctx, where: RawBuilder<unknown>, offset: number): Promise<Row[]> {
  return all(
    ctx.db,
    sql<Row>`
    select person.id, person.name, person.staff_code as "staffCode", ${ctx.locale === 'vi' ? sql`version.name_vi` : sql`version.name_en`} as "unitName",
      ${loginState} as state, login.used_on as "usedOn"
    from kernel.posting
    join kernel.person on person.id = posting.person_id
    join kernel.unit_version as version
      on version.unit_id = posting.unit_id
      and version.valid_from <= ${ctx.today}
      and version.valid_to > ${ctx.today}
    left join account.login on login.person_id = person.id
    where ${where}
    order by person.name_sort, person.id
    limit ${PAGE}
    offset ${offset}`,
  );
}

async function listWaiting(ctx: Ctx, unitId: string, after: string): Promise<string[]> {
  const rows = await all(
    ctx.db,
    sql<{ id: string }>`
    select person.id
    from kernel.posting
    join kernel.person on person.id = posting.person_id
    left join account.login on login.person_id = person.id
    where ${within(unitId, ctx)}
      and ${waiting}
      and (${after} = '' or person.id > nullif(${after}, '')::uuid)
    order by person.id
    limit ${BATCH}`,
  );
  return rows.map(({ id }) => id);
}
