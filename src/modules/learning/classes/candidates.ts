import Type from 'typebox';
import { all, sql, wordPatterns, type RawBuilder } from '#base/db/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { listRoles } from '#kernel/org/index.ts';
import { closed } from '../model.ts';
import { ledClass } from './lead.ts';
import { ClassId } from './model.ts';
import { unitName } from './store.ts';

const MOST = 20;

const Candidate = Type.Object(
  {
    staffCode: Type.String({ description: 'Staff code, by which a class names people' }),
    name: Type.String({ description: 'Name' }),
    unitName: Type.String({ description: 'Unit in which the main post is' }),
  },
  closed,
);
type Candidate = Type.Static<typeof Candidate>;

const asked = {
  find: Type.Optional(Type.String({ maxLength: 200, description: 'Words of a name in any order, without regard to accents, or the beginning of a staff code' })),
  codes: Type.Optional(Type.Array(Type.String({ maxLength: 40, description: 'Staff code' }), { maxItems: 500, description: 'People chosen so far, to be named' })),
};
const Candidates = Type.Object(
  {
    found: Type.Array(Candidate, { description: `At most ${MOST}, by Vietnamese alphabet` }),
    more: Type.Boolean({ description: 'Whether others fit too' }),
    chosen: Type.Array(Candidate, { description: 'Of the people chosen so far, those who may be named here' }),
  },
  closed,
);

/** People for a class that is not there yet. */
export const findForUnit = operation({
  name: 'learning.find-for-unit',
  summary: 'People by name or staff code for a class of a unit: the staff of it and of all under it, and whoever teaches in the city.',
  kind: 'read',
  http: 'POST /learning/units/{unitId}/candidates',
  permission: 'learning.assign',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: Type.String({ format: 'uuid', description: 'Unit that holds the class' }), ...asked }, closed),
  output: Candidates,
  run: async (ctx, { unitId, find = '', codes = [] }) => listCandidates(ctx, staffOf(ctx, unitId), { find, codes }),
});

/** People for a class. */
export const findForClass = operation({
  name: 'learning.find-for-class',
  summary: 'People by name or staff code for a class, for whoever leads it: the staff of the unit that holds it and of all under it, and whoever teaches in the city.',
  kind: 'read',
  http: 'POST /learning/classes/{id}/candidates',
  permission: 'signed-in',
  input: Type.Object({ id: ClassId, ...asked }, closed),
  output: Candidates,
  run: async (ctx, { id, find = '', codes = [] }) => {
    const { unitId } = await ledClass(ctx, id);
    const leads = sql`exists (
      select 1
      from learning.class_trainer as leader
      where leader.class_id = ${id}
        and leader.person_id = person.id)`;
    return listCandidates(ctx, sql`(${staffOf(ctx, unitId)} or ${leads})`, { find, codes });
  },
});

/** Rows `person` and `posting`: the staff of a unit and of all under it, and those who hold a role that teaches. */
function staffOf({ today }: Ctx, unitId: string): RawBuilder<unknown> {
  const teach = listRoles().flatMap(({ key, permissions }) => (permissions.includes('learning.teach') ? [key] : []));
  return sql`(
    posting.unit_id in (
      select below.unit_id
      from kernel.unit_ancestor as below
      where below.ancestor_id = ${unitId}
        and below.valid_from <= ${today}
        and below.valid_to > ${today})
    or exists (
      select 1
      from kernel.role_grant as granted
      where granted.person_id = person.id
        and granted.role = any(${teach}::text[])
        and granted.valid_from <= ${today}
        and granted.valid_to > ${today}))`;
}

async function listCandidates(ctx: Ctx, staff: RawBuilder<unknown>, { find, codes }: { find: string; codes: readonly string[] }): Promise<Type.Static<typeof Candidates>> {
  const words = wordPatterns(find);
  const fits = sql`(person.name_plain like all (select kernel.plain(word) from unnest(${words}::text[]) as word)
    or person.staff_code ilike ${words.length === 1 ? (words[0] ?? '').slice(1) : ''})`;
  const found = words.length === 0 ? [] : await listPeople(ctx, sql`${staff} and ${fits}`, MOST + 1);
  const chosen = codes.length === 0 ? [] : await listPeople(ctx, sql`${staff} and person.staff_code = any(${[...codes]}::text[])`, codes.length);
  return { found: found.slice(0, MOST), more: found.length > MOST, chosen };
}

async function listPeople({ db, today, locale }: Ctx, meant: RawBuilder<unknown>, limit: number): Promise<Candidate[]> {
  return all(
    db,
    sql<Candidate>`
    select found.staff_code as "staffCode", found.name, coalesce(${unitName(sql`found.unit_id`, locale)}, '') as "unitName"
    from (
      select person.staff_code, person.name, person.name_sort, posting.unit_id
      from kernel.person
      join kernel.posting
        on posting.person_id = person.id
        and posting.main
        and posting.valid_from <= ${today}
        and posting.valid_to > ${today}
      where person.erased_at is null
        and ${meant}
      order by person.name_sort, person.id
      limit ${limit}
    ) as found
    order by found.name_sort, found.staff_code`,
  );
}
