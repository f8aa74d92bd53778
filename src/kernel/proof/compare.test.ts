import { beforeAll, describe, expect } from 'vitest';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { record } from '#kernel/fact/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { addPosts, addSuccessions, system } from '#kernel/org/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { makeTown, type Town } from '#tests/town.ts';
import { publishReading } from './publish.ts';
import { compareReading, compareReadingOperation } from './receipt-operations.ts';
import { addStaff, computeSets, declareForTests, staff } from './testing.ts';

const { db, rolledBack } = await testDatabase();
let town: Town;

beforeAll(async () => {
  declareForTests();
  town = await makeTown(db);
  await addStaff(db, town.other, 20);
  await addStaff(db, town.ward, 20);
  await computeSets(db);
});

describe('computed anew', () => {
  const published = async (tx: Db, unitId = town.other) => (await publishReading(testCtx(tx), { figure: 'directory.staff-in-post', unitId, day: TODAY })).id;
  const later = sql`clock_timestamp() + interval '1 second'`;

  rolledBack('a reading is equal while nothing changed, also after somebody left later', async (tx) => {
    const id = await published(tx);
    await all(tx, sql`update kernel.posting set valid_to = ${'2026-12-31'} where posting.person_id = ${town.dung}`);
    await expect(compareReading(testCtx(tx), id)).resolves.toMatchObject({ equal: true, keptWhole: true, differences: [], now: { value: '21' } });
  });

  rolledBack('a fact learned late: the record is named', async (tx) => {
    const id = await published(tx);
    const [late] = await addStaff(tx, town.other, 1, '2026-10-01');
    const { equal, now, differences, counts } = await compareReading(testCtx(tx), id);
    expect({ equal, value: now?.value }).toEqual({ equal: false, value: '22' });
    expect(differences).toEqual([
      {
        change: 'added',
        set: 'directory.staff-in-post',
        title: expect.any(String),
        record: late,
        href: `/people/${late}`,
        before: null,
        now: { unitId: town.other, since: '2026-10-01', weight: '1' },
        reason: 'late-fact',
      },
    ]);
    expect(counts).toEqual([{ change: 'added', reason: 'late-fact', n: 1 }]);
  });

  rolledBack('a correction', async (tx) => {
    const id = await published(tx);
    const wrong = await one(
      tx,
      sql<{ id: string; day: string }>`select fact.id, fact.day from kernel.fact where fact.subject = ${town.dung} and fact.kind = 'directory.posting-started'`,
    );
    await record({ db: tx, actor: system('test') }, [
      { kind: 'directory.record-withdrawn', subject: town.dung, unitId: town.other, day: wrong?.day ?? TODAY, corrects: wrong?.id ?? '' },
    ]);
    await all(tx, sql`update kernel.posting set valid_to = ${'2026-11-01'} where posting.person_id = ${town.dung}`);
    const { differences } = await compareReading(testCtx(tx), id);
    expect(differences.map(({ change, record: who, reason }) => [change, who, reason])).toEqual([['removed', town.dung, 'correction']]);
  });

  rolledBack('a reorganisation entered afterwards', async (tx) => {
    const id = await published(tx, town.city);
    await addSuccessions(tx, [{ oldId: town.other, newId: town.ward, day: TODAY, basis: 'decision' }], null);
    await all(tx, sql`update kernel.unit_succession set recorded_at = ${later} where unit_succession.old_id = ${town.other}`);
    const post = newId();
    await addPosts(tx, [{ id: post, unitId: town.ward, title: 'Chuyên viên', kind: 'staff', validFrom: '2025-07-01' }]);
    await all(tx, sql`update kernel.posting set post_id = ${post}, unit_id = ${town.ward} where posting.person_id = ${town.dung}`);
    const { differences, equal } = await compareReading(testCtx(tx), id);
    expect(equal).toBe(false);
    expect(differences.map(({ change, record: who, reason, before, now }) => [change, who, reason, before?.unitId, now?.unitId])).toEqual([
      ['changed', town.dung, 'reorganisation', town.other, town.ward],
    ]);
  });

  rolledBack('another definition of the set', async (tx) => {
    const id = await published(tx);
    const narrower = { ...staff, rows: sql`${staff.rows} and posting.person_id <> ${sql.lit(town.dung)}` };
    declareForTests(narrower);
    const { redefined, differences, equal } = await compareReading(testCtx(tx), id).finally(() => declareForTests());
    expect({ equal, redefined }).toEqual({ equal: false, redefined: ['directory.set.staff-in-post'] });
    expect(differences.map(({ record: who, reason }) => [who, reason])).toEqual([[town.dung, 'definition']]);
  });

  rolledBack('names records only to those who may see them, and is asked for by those who may check', async (tx) => {
    const id = await published(tx);
    await addStaff(tx, town.other, 1, '2026-10-01');
    const asked = (role: string) => perform(compareReadingOperation, testCtx(tx, { actor: actorWith(town.hanh, { role, unitId: town.city }) }), { id });
    await expect(asked('auditor')).resolves.toMatchObject({ equal: false, differences: [], counts: [{ n: 1 }] });
    expect((await asked('administrator')).differences).toHaveLength(1);
    await expect(asked('official')).rejects.toMatchObject({ kind: 'forbidden' });
  });
});
