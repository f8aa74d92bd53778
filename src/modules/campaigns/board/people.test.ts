import { expect } from 'vitest';
import { all, sql, type Db } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { listMembersOperation, refresh } from '#kernel/set/index.ts';
import { skills } from '#modules/skills/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { campaigns, exportKnowers, exportRoster, listKnowers, listPeople, shippedId } from '../index.ts';
import { office } from '../testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, campaigns);
const WHY = 'Rà soát danh sách';
const document = shippedId('document', 'nq-18-tu');

/** Whom an operation was noted to have looked at, each with the purpose. */
const looksAt = (tx: Db, operation: string) =>
  all(
    tx,
    sql<{ person: string; purpose: string }>`
    select look.person_id as person, audit.purpose
    from kernel.look
    join kernel.audit on audit.id = look.audit_id
    where audit.operation = ${operation}
    order by look.person_id`,
  );

/** A campaign in which one person of the ward has understood; its head asks, with and without a purpose. */
async function halfway(tx: Db) {
  const made = await office(tx);
  const { id } = await made.start();
  await made.sit((await made.lineOf(id, made.town.binh)).id, () => made.as(made.town.binh, 'official', made.town.inner), true);
  const head = (purpose?: string) => made.as(made.town.hanh, 'head-of-unit', made.town.ward, TODAY, purpose);
  return { ...made, id, head };
}

rolledBack('who stands how is shown in my units with a purpose only, and each person shown sees the look', async (tx) => {
  const { town, id, head, as } = await halfway(tx);
  await expect(perform(listPeople, head(), { id })).rejects.toMatchObject({ code: 'operation.purpose-missing' });
  await expect(perform(listPeople, as(town.binh, 'official', town.inner, TODAY, WHY), { id })).rejects.toMatchObject({ kind: 'forbidden' });
  const { people, total, pages } = await perform(listPeople, head(WHY), { id });
  expect([total, pages]).toEqual([2, 1]);
  expect(people.map(({ staffCode, state, understood }) => [staffCode, state, understood.map(({ version, day }) => [version, day])])).toEqual(
    expect.arrayContaining([
      ['HN-0002', 'understood', [[1, TODAY]]],
      ['HN-0001', 'invited', []],
    ]),
  );
  expect(await looksAt(tx, 'campaigns.list-people')).toEqual(people.map(({ personId }) => ({ person: personId, purpose: WHY })).toSorted((a, b) => (a.person < b.person ? -1 : 1)));
});

rolledBack('the list is narrowed by state, step, unit and name, as the figures of the board are', async (tx) => {
  const { town, id, head } = await halfway(tx);
  const codes = async (more: object) => (await perform(listPeople, head(WHY), { id, ...more })).people.map(({ staffCode }) => staffCode).toSorted();
  expect(await codes({ state: 'invited' })).toEqual(['HN-0001']);
  expect(await codes({ step: 'reached' })).toEqual(['HN-0002']);
  expect(await codes({ step: 'invited' })).toEqual(['HN-0001', 'HN-0002']);
  expect(await codes({ step: 'ended' })).toEqual([]);
  expect(await codes({ unitId: town.inner })).toEqual(['HN-0002']);
  expect(await codes({ find: 'HN-0001' })).toEqual(['HN-0001']);
  expect(await codes({ find: '%' })).toEqual([]);
});

rolledBack('the roster leaves as a file with a purpose only, and each person sees it', async (tx) => {
  const { id, head } = await halfway(tx);
  await expect(perform(exportRoster, head(), { id })).rejects.toMatchObject({ code: 'operation.purpose-missing' });
  const { people } = await perform(exportRoster, head(WHY), { id });
  expect(people.map(({ staffCode }) => staffCode).toSorted()).toEqual(['HN-0001', 'HN-0002']);
  expect(await looksAt(tx, 'campaigns.export-roster')).toHaveLength(2);
});

rolledBack('who has understood which version of a document is shown and kept as a file, each person once', async (tx) => {
  const { start, head, town } = await halfway(tx);
  await start({ title: 'Kế hoạch, lần nữa' });
  await expect(perform(listKnowers, head(), { id: document })).rejects.toMatchObject({ code: 'operation.purpose-missing' });
  const { people } = await perform(listKnowers, head(WHY), { id: document });
  expect(people.map(({ personId, version, current }) => [personId, version, current])).toEqual(
    expect.arrayContaining([
      [town.binh, 1, true],
      [town.hanh, null, false],
    ]),
  );
  expect(people).toHaveLength(2);
  expect((await perform(listKnowers, head(WHY), { id: document, version: 0 })).people.map(({ personId }) => personId)).toEqual([town.hanh]);
  expect((await perform(exportKnowers, head(WHY), { id: document, version: 1 })).people.map(({ personId }) => personId)).toEqual([town.binh]);
  expect((await looksAt(tx, 'campaigns.export-knowers')).map(({ person }) => person)).toEqual([town.binh]);
});

rolledBack('behind the figure of a set stand lines, and the look is noted for the person of each', async (tx) => {
  const { town, head } = await halfway(tx);
  await refresh(tx, campaigns.sets);
  await perform(listMembersOperation, head(WHY), { name: 'campaigns.state-understood', unitId: town.ward, day: TODAY });
  expect(await looksAt(tx, 'set.list-members')).toEqual([{ person: town.binh, purpose: WHY }]);
});
