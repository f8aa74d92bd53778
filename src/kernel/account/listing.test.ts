import { afterAll, describe, expect, test } from 'vitest';
import { all, one, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { createLog } from '#base/log/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { addPostings, addPosts, addUnits, system, type Actor } from '#kernel/org/index.ts';
import { actorWith } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { inviteJob, inviteUnit, listLogins, type LoginState } from './index.ts';
import { setting } from './testing.ts';

const database = await testDatabase();
const { accounts, addresses, person, member, db, owner } = setting(database);
afterAll(() => accounts.close());

const TODAY = '2026-11-23';

function ctx(actor: Actor = system('test')): Ctx {
  const services = {
    root: process.cwd(),
    log: createLog('silent'),
    publicUrl: 'http://localhost:3000',
    accounts,
    addressOf: async (_db: unknown, ids: string[]) =>
      new Map(ids.flatMap((id) => (addresses.get(id) ? [[id, { email: addresses.get(id) ?? '', locale: 'vi' as const }] as const] : []))),
  } satisfies Partial<Ctx['services']> as Ctx['services'];
  return { db, actor, today: TODAY, now: Temporal.Now.instant(), locale: 'vi', requestId: newId(), purpose: undefined, services };
}

async function unit(parentId: string | null): Promise<string> {
  const id = newId();
  const name = `Đơn vị ${id.slice(-6)}`;
  await addUnits(owner, [{ id, kind: parentId === null ? 'city' : 'ward', nameVi: name, nameEn: name, parentId, validFrom: '2020-01-01' }], []);
  return id;
}

async function place(personId: string, unitId: string): Promise<void> {
  const postId = newId();
  await addPosts(owner, [{ id: postId, unitId, title: 'Chuyên viên', kind: 'staff', validFrom: '2020-01-01' }]);
  await addPostings(owner, [{ id: newId(), postId, unitId, personId, main: true, coefficient: null, validFrom: '2020-01-01' }]);
}

const city = await unit(null);
const ward = await unit(city);
const other = await unit(city);
const [fresh, unreachable, active, elsewhere] = [await person(), await person(), await member(), await person()];
for (const one of [fresh, unreachable, active]) await place(one.id, ward);
await place(elsewhere.id, other);
addresses.delete(unreachable.id);

const stateOf = async (personId: string): Promise<LoginState | undefined> => {
  const { people } = await perform(listLogins, ctx(), { unitId: city });
  return people.find(({ id }) => id === personId)?.state;
};
const invitations = async (personId: string): Promise<number> =>
  (await one(owner, sql<{ n: number }>`select count(*)::int as n from kernel.outbox where outbox.person_id = ${personId}`))?.n ?? 0;
const runBatch = () => inviteJob.run(ctx(), { unitId: ward, after: '' });

describe('the accounts of a unit', () => {
  test('everybody in post is listed once, with how the account stands; counts add up to them', async () => {
    const { people, total, counts } = await perform(listLogins, ctx(), { unitId: ward });
    expect(people.map(({ id }) => id).sort()).toEqual([fresh.id, unreachable.id, active.id].sort());
    expect(total).toBe(3);
    expect(counts.reduce((sum, { people: n }) => sum + n, 0)).toBe(3);
    expect([await stateOf(fresh.id), await stateOf(active.id)]).toEqual(['none', 'active']);
  });

  test('a state and a text narrow the list, not the counts', async () => {
    const { people, total, counts } = await perform(listLogins, ctx(), { unitId: ward, state: 'active', text: active.code.slice(0, 6) });
    expect(people.map(({ id }) => id)).toEqual([active.id]);
    expect(total).toBe(1);
    expect(counts.find(({ state }) => state === 'none')?.people).toBe(2);
  });

  test('only those who manage accounts see them, and only in their units', async () => {
    await expect(perform(listLogins, ctx(actorWith(fresh.id, { role: 'official', unitId: city })), {})).rejects.toThrow(/operation\.forbidden|forbidden/);
    const own = await perform(listLogins, ctx(actorWith(fresh.id, { role: 'administrator', unitId: other })), { unitId: city });
    expect(own.people.map(({ id }) => id)).toEqual([elsewhere.id]);
    await expect(perform(inviteUnit, ctx(actorWith(fresh.id, { role: 'administrator', unitId: other })), { unitId: ward })).rejects.toThrow(/forbidden/);
  });

  test('inviting a unit reaches who can be reached, each once however often the job runs, and nobody elsewhere', async () => {
    expect(await perform(inviteUnit, ctx(), { unitId: ward })).toEqual({ people: 2 });
    await runBatch();
    await runBatch();
    expect([await stateOf(fresh.id), await stateOf(unreachable.id), await stateOf(active.id), await stateOf(elsewhere.id)]).toEqual(['invited', 'none', 'active', 'none']);
    expect([await invitations(fresh.id), await invitations(unreachable.id), await invitations(active.id)]).toEqual([1, 0, 0]);
  });

  test('an invitation that ended unused is sent anew; a closed account is left closed', async () => {
    await all(owner, sql`update account.link set expires_at = now() - interval '1 hour' where link.person_id = ${fresh.id}`);
    expect(await stateOf(fresh.id)).toBe('lapsed');
    await runBatch();
    expect([await stateOf(fresh.id), await invitations(fresh.id)]).toEqual(['invited', 2]);
    await accounts.setClosed(db, fresh.id, true);
    await runBatch();
    expect([await stateOf(fresh.id), await invitations(fresh.id)]).toEqual(['closed', 2]);
  });

  test('where everybody can sign in there is nobody to invite, and it is said', async () => {
    const done = await unit(city);
    const someone = await member();
    await place(someone.id, done);
    await expect(perform(inviteUnit, ctx(), { unitId: done })).rejects.toThrow('account.nobody-to-invite');
  });
});
