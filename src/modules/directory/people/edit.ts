import Type from 'typebox';
import { addDays } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { addPeople } from '#kernel/org/index.ts';
import { recordWherePosted, startPostings } from '../register/acts.ts';
import { homeUnit } from './home.ts';
import { closed, dayAs, idOf, personFields } from './model.ts';
import { mustFit, mustStand } from './posting.ts';
import { cleanName } from './rules.ts';
import { findPost, markPersonStale, putContact, putIdentity, updatePerson } from './write.ts';

type Fields = { name: string; birthDate?: string; sex?: 'female' | 'male'; email?: string; phone?: string; identityNumber?: string };

/** Adds a person to the register, with the post that the person takes up. */
export const addPerson = operation({
  name: 'directory.add-person',
  summary: 'Adds a person to the register and puts them into a vacant post.',
  kind: 'write',
  http: 'POST /directory/people',
  permission: 'directory.edit-persons',
  unit: async (ctx, { postId }) => (await findPost(ctx.db, postId))?.unit_id,
  input: Type.Object(
    {
      staffCode: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._/-]{1,29}$', description: 'Staff code, unique in the city' }),
      ...personFields,
      postId: idOf('the vacant post'),
      from: dayAs('First day in the post'),
      coefficient: Type.Optional(Type.Number({ minimum: 0.5, maximum: 20, description: 'Salary coefficient' })),
    },
    closed,
  ),
  output: Type.Object({ id: idOf('the person') }, closed),
  trace: (_input, { id }) => ({ subject: id }),
  run: async (ctx, { staffCode, postId, from, coefficient, ...fields }) => {
    mustBePlausible(ctx, fields);
    const post = found(await findPost(ctx.db, postId), 'people.no-post');
    mustFit(post, from);
    const id = newId();
    const birthDate = fields.birthDate ?? null;
    await addPeople(ctx.db, [{ id, staffCode: staffCode.trim(), name: cleanName(fields.name), birthDate, sex: fields.sex ?? null }]);
    if (fields.email !== undefined || fields.phone !== undefined) await putContact(ctx.db, id, fields.email ?? null, fields.phone ?? null);
    if (fields.identityNumber !== undefined) await putIdentity(ctx.db, ctx.services.seal, id, fields.identityNumber);
    await startPostings(ctx, [{ id: newId(), postId, unitId: post.unit_id, personId: id, main: true, coefficient: coefficient ?? null, validFrom: from }]);
    return { id };
  },
});

/** Corrects the record of a person. */
export const editPerson = operation({
  name: 'directory.edit-person',
  summary: 'Corrects a record; what is left out is removed, except the personal identification number, which stays as it is.',
  kind: 'write',
  http: 'PUT /directory/people/{id}',
  permission: 'directory.edit-persons',
  unit: (ctx, { id }) => homeUnit(ctx, id, 'directory.edit-persons'),
  input: Type.Object({ id: idOf('the person'), ...personFields }, closed),
  output: Type.Object({ changed: Type.Array(Type.String(), { description: 'Names of the fields that changed' }) }, closed),
  trace: ({ id }, { changed }) => ({ subject: id, detail: { fields: changed.join(' ') } }),
  run: async (ctx, { id, ...fields }) => {
    mustBePlausible(ctx, fields);
    const before = await mustStand(ctx, id);
    const now = { name: cleanName(fields.name), birthDate: fields.birthDate ?? null, sex: fields.sex ?? null };
    const [email, phone] = [fields.email ?? null, fields.phone ?? null];
    const changed = [
      ...(now.name === before.name ? [] : ['name']),
      ...(now.birthDate === before.birth_date ? [] : ['birthDate']),
      ...(now.sex === before.sex ? [] : ['sex']),
      ...(email === before.email ? [] : ['email']),
      ...(phone === before.phone ? [] : ['phone']),
    ];
    await updatePerson(ctx.db, id, now);
    if (changed.includes('email') || changed.includes('phone')) await putContact(ctx.db, id, email, phone);
    if (changed.includes('email')) await ctx.services.accounts.setEmail(ctx.db, id, email ?? undefined);
    if (fields.identityNumber !== undefined && (await putIdentity(ctx.db, ctx.services.seal, id, fields.identityNumber))) changed.push('identityNumber');
    if (changed.length === 0) return { changed };
    await recordWherePosted(ctx, 'directory.person-changed', [{ personId: id, day: ctx.today, data: { fields: changed } }]);
    await markPersonStale(ctx.db, id);
    return { changed };
  },
});

/** Refuses days of birth that cannot be those of somebody at work (15 to 100 years, Labour Code 2019 art. 143). */
function mustBePlausible({ today }: Ctx, { birthDate }: Fields): void {
  if (birthDate === undefined) return;
  const [youngest, oldest] = [addDays(today, -15 * 365), addDays(today, -100 * 366)];
  if (birthDate <= youngest && birthDate >= oldest) return;
  throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/birthDate', code: 'people.birth-date-implausible' }]);
}
