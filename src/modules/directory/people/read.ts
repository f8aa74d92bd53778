import Type from 'typebox';
import { found } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getRoot, getUnit, may, mayAnywhere, personOf } from '#kernel/org/index.ts';
import { homeUnit } from './home.ts';
import { closed, dayAs, idOf, nullable, PersonLine, PersonRecord, SexSchema } from './model.ts';
import { findMe, findPerson, listPosted, listPostings, listUnion, listUnposted } from './store.ts';

const PAGE = 50;

/** People in the asker's scope, by Vietnamese alphabet of given names, a page at a time. */
export const listPeople = operation({
  name: 'directory.list-people',
  summary: 'People of the register whom you may see, sorted by given name; searched without diacritics, in a unit with all under it, on any day.',
  kind: 'read',
  http: 'GET /directory/people',
  permission: 'directory.see-persons',
  input: Type.Object(
    {
      text: Type.Optional(Type.String({ maxLength: 100, description: 'Part of a name, or the beginning of a staff code' })),
      unitId: Type.Optional(idOf('a unit; those under it are included')),
      day: Type.Optional(dayAs('As of this day; today when left out')),
      posted: Type.Optional(Type.Boolean({ description: 'false: those who hold no main post on that day; true when left out' })),
      after: Type.Optional(idOf('the last person of the page before')),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: `At most this many people; ${PAGE} when left out` })),
    },
    closed,
  ),
  output: Type.Object(
    {
      people: Type.Array(PersonLine, { description: 'The people' }),
      next: nullable(idOf('the last person shown, to ask for the next page with; null at the end')),
      unitName: nullable(Type.String({ description: 'Name of the unit asked for, on the day' })),
    },
    closed,
  ),
  run: async (ctx, { text, unitId, day, posted, after, limit = PAGE }) => {
    const list = posted === false ? listUnposted : listPosted;
    const rows = await list(ctx, { text, unitId, day: day ?? ctx.today, after, limit: limit + 1 });
    const people = rows.slice(0, limit);
    const unit = unitId === undefined ? undefined : await getUnit(ctx.db, unitId, day ?? ctx.today);
    const name = ctx.locale === 'vi' ? unit?.nameVi : unit?.nameEn;
    return { people, next: rows.length > limit ? (people.at(-1)?.id ?? null) : null, unitName: name ?? null };
  },
});

/** Everything the register holds about one person. */
export const readPerson = operation({
  name: 'directory.read-person',
  summary: 'The whole record of one person; asks for a purpose, which the person sees.',
  kind: 'read',
  http: 'GET /directory/people/{id}',
  permission: 'directory.see-persons',
  unit: (ctx, { id }) => homeUnit(ctx, id, 'directory.see-persons'),
  owner: ({ id }) => id,
  looksAt: ({ id }) => [id],
  trace: ({ id }) => ({ subject: id }),
  input: Type.Object({ id: idOf('the person'), day: Type.Optional(dayAs('Marks the posts held on this day; today when left out')) }, closed),
  output: Type.Object(
    {
      person: PersonRecord,
      mayEdit: Type.Boolean({ description: 'Whether you may correct the record and change posts' }),
      mayEditUnion: Type.Boolean({ description: 'Whether you may change union membership' }),
      mayErase: Type.Boolean({ description: 'Whether you may erase people who left' }),
      own: Type.Boolean({ description: 'Whether it is your own record' }),
    },
    closed,
  ),
  run: async (ctx, { id, day }) => {
    const row = found(await findPerson(ctx, id), 'people.no-person');
    const own = personOf(ctx.actor) === id;
    const holds = async (permission: string) => mayAnywhere(ctx.actor, permission) && (await mayOver(ctx, id, permission));
    const mayEditUnion = await holds('directory.see-union');
    const person: PersonRecord = {
      id: row.id,
      staffCode: row.staff_code,
      name: row.name,
      birthDate: row.birth_date,
      sex: row.sex,
      email: row.email,
      phone: row.phone,
      identityEnding: row.ending,
      erasedAt: row.erased_at?.toISOString() ?? null,
      postings: await listPostings(ctx, id, day ?? ctx.today),
      union: own || mayEditUnion ? await listUnion(ctx, id) : null,
    };
    const alive = row.erased_at === null;
    return {
      person,
      own,
      mayEdit: alive && (await holds('directory.edit-persons')),
      mayEditUnion: alive && mayEditUnion,
      mayErase: alive && mayAnywhere(ctx.actor, 'account.manage') && (await mayInCity(ctx, 'account.manage')),
    };
  },
});

/** Whether the actor has the permission over a person, by where that person works or last worked. */
export async function mayOver(ctx: Ctx, personId: string, permission: string): Promise<boolean> {
  if (ctx.actor.kind === 'system') return true;
  const unit = await homeUnit(ctx, personId, permission);
  if (unit !== undefined) return may(ctx.db, ctx.actor, permission, unit, ctx.today);
  return mayInCity(ctx, permission);
}

async function mayInCity(ctx: Ctx, permission: string): Promise<boolean> {
  return may(ctx.db, ctx.actor, permission, (await getRoot(ctx.db, ctx.today)).id, ctx.today);
}

/** What the first page says to whoever is signed in. */
export const readMe = operation({
  name: 'directory.read-me',
  summary: 'Who you are in the register: name, how to address you, where you work.',
  kind: 'read',
  http: 'GET /directory/me',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Object(
    {
      id: idOf('the person'),
      name: Type.String({ description: 'Full name' }),
      sex: nullable(SexSchema),
      unitId: nullable(idOf('the unit of the main post today')),
      unitName: nullable(Type.String({ description: 'Its name' })),
      title: nullable(Type.String({ description: 'Title of the main post today' })),
    },
    closed,
  ),
  run: async (ctx) => {
    const id = personOf(ctx.actor);
    return found(id === undefined ? undefined : await findMe(ctx, id), 'people.no-person');
  },
});
