import Type from 'typebox';
import { formatDay, type Day } from '#base/day/index.ts';
import { all, one, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { eraseDrafts } from '#kernel/form/index.ts';
import { eraseMessages } from '#kernel/message/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { erasePersonal } from '#kernel/personal/index.ts';
import { closed, ERASED_NAME, idOf } from './model.ts';
import { mustStand } from './posting.ts';
import { markPersonStale, updatePerson } from './write.ts';

/** Erases a person who left. */
export const erasePerson = operation({
  name: 'directory.erase-person',
  summary:
    'Erases a person who holds no post any more: name, code, birth, sex, contact, identification number, union membership, messages, account and what each module may take away; what happened stays, without a name.',
  kind: 'write',
  http: 'POST /directory/people/{id}/erase',
  permission: 'account.manage',
  unit: () => undefined,
  input: Type.Object({ id: idOf('the person'), staffCode: Type.String({ description: 'The staff code once more, against mistakes' }) }, closed),
  output: Type.Object({}, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, staffCode }) => {
    const person = await mustStand(ctx, id);
    if (person.staff_code !== staffCode.trim()) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/staffCode', code: 'people.erase-code-differs' }]);
    const held = await one(
      ctx.db,
      sql<{ valid_to: Day }>`
      select max(posting.valid_to) as valid_to
      from kernel.posting
      where posting.person_id = ${id}
        and posting.valid_to > ${ctx.today}
      having count(*) > 0`,
    );
    if (held?.valid_to === 'infinity') throw new Problem('conflict', 'people.erase-still-posted');
    if (held !== undefined) throw new Problem('conflict', 'people.erase-posted-until', { day: formatDay(held.valid_to) });
    await updatePerson(ctx.db, id, { name: ERASED_NAME, birthDate: null, sex: null });
    for (const statement of [
      sql`
        update kernel.person
        set staff_code = 'erased ' || person.id,
          erased_at = ${ctx.now.toString()}
        where person.id = ${id}`,
      sql`delete from directory.contact where contact.person_id = ${id}`,
      sql`delete from directory.identity where identity.person_id = ${id}`,
      sql`delete from directory.union_membership where union_membership.person_id = ${id}`,
      sql`
        update kernel.role_grant
        set valid_to = greatest(role_grant.valid_from, ${ctx.today}::date)
        where role_grant.person_id = ${id}
          and role_grant.valid_to > ${ctx.today}`,
    ])
      await all(ctx.db, statement);
    await eraseMessages(ctx.db, id);
    await eraseDrafts(ctx.db, id);
    await erasePersonal(ctx, id);
    await ctx.services.accounts.erase(ctx.db, id);
    await markPersonStale(ctx.db, id);
    return {};
  },
});
