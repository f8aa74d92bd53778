import { expect, test } from 'vitest';
import { newId } from '#base/id/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { addPeople, addUnits, ANONYMOUS } from '#kernel/org/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { listHistory, putDay, removeDay } from './index.ts';

const { inRolledBack, rolledBack } = await testDatabase();

const city = newId();
const ward = newId();
const person = newId();
const culture = { day: '2026-11-24', kind: 'off', name: { vi: 'Ngày Văn hóa', en: 'Culture Day' }, status: 'to confirm', source: 'a decision' };

rolledBack('who entered and who took away a day, newest first, also what no longer holds', async (tx) => {
  await addPeople(tx, [{ id: person, staffCode: 'HN-1', name: 'Nguyễn Thị An', birthDate: null, sex: null }]);
  await addUnits(tx, [{ id: city, kind: 'city', nameVi: 'Thành phố', nameEn: 'City', parentId: null, validFrom: '2020-01-01' }], []);
  const admin = actorWith(person, { role: 'administrator', unitId: city });
  await perform(putDay, testCtx(tx, { actor: admin }), culture);
  await perform(putDay, testCtx(tx), { ...culture, day: '2027-11-24' });
  await perform(removeDay, testCtx(tx, { actor: admin }), { day: culture.day });
  const { changes } = await perform(listHistory, testCtx(tx, { actor: admin }), {});
  expect(changes.map(({ day, kind, status, by }) => [day, kind, status, by])).toEqual([
    ['2026-11-24', 'removed', null, 'Nguyễn Thị An'],
    ['2027-11-24', 'off', 'to confirm', 'test'],
    ['2026-11-24', 'off', 'to confirm', 'Nguyễn Thị An'],
  ]);
  const older = await perform(listHistory, testCtx(tx), { day: culture.day, ...(changes[0] && { before: changes[0].id }) });
  expect(older.changes.map(({ id }) => id)).toEqual([changes[2]?.id]);
});

test.each([
  ['nobody signed in', ANONYMOUS, 'operation.sign-in-first'],
  ['an official', actorWith(person, { role: 'official', unitId: city }), 'operation.not-allowed'],
  ['the administrator of one ward', actorWith(person, { role: 'administrator', unitId: ward }), 'operation.not-allowed-here'],
  ['an administrator of the city', actorWith(person, { role: 'administrator', unitId: city }), 'done'],
])('%s: %s', (_who, actor, outcome) =>
  inRolledBack(async (tx) => {
    await addUnits(
      tx,
      [
        { id: city, kind: 'city', nameVi: 'Thành phố', nameEn: 'City', parentId: null, validFrom: '2020-01-01' },
        { id: ward, kind: 'ward', nameVi: 'Phường', nameEn: 'Ward', parentId: city, validFrom: '2020-01-01' },
      ],
      [],
    );
    const answer: unknown = await perform(listHistory, testCtx(tx, { actor }), {}).then(
      () => 'done',
      (problem: { code: string }) => problem.code,
    );
    expect(answer).toBe(outcome);
  }),
);
