import { beforeAll, expect, test } from 'vitest';
import { all, sql, type Db } from '#base/db/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { addCalibrated, countAwaitingReview, findItemVersion, listLiveItems } from './live.ts';
import { loadBank, loadItems } from './load.ts';
import { SAMPLES } from './testing.ts';
import { addVersions, moveVersions } from './write.ts';

const { db: pool, rolledBack } = await testDatabase();
const samples = Object.values(SAMPLES);
const reworded = { ...SAMPLES.single, outcome_vi: 'Tìm được văn bản nhanh hơn.' };

beforeAll(() => loadBank(testCtx(pool)));

const versionsOf = (db: Db, id: string) =>
  all(
    db,
    sql<{ version: number; state: string; origin: string }>`
    select version.version, version.state, version.origin
    from skills.item_version as version
    where version.item_id = ${id}
    order by version.version`,
  );

test('what is shipped is loaded, and a second start changes nothing', async () => {
  const before = await listLiveItems(pool);
  await loadBank(testCtx(pool));
  expect(await listLiveItems(pool)).toEqual(before);
});

rolledBack('shipped items are live with the values of their authors, and wait for reviewers of the city', async (db) => {
  const there = await countAwaitingReview(db);
  await loadItems(db, samples);
  const live = (await listLiveItems(db)).filter(({ family }) => family === '1.1-thu');
  expect(live).toHaveLength(samples.length);
  expect(live.find(({ kind }) => kind === 'single')).toMatchObject({ a: 1, b: -1.2, c: 0.25, source: 'expert', area: '1', scored: true, reviewed: false, english: true });
  expect(await countAwaitingReview(db)).toEqual({ live: there.live + samples.length, awaiting: there.awaiting + samples.length });
  expect(await findItemVersion(db, SAMPLES.order.id, 1)).toEqual(SAMPLES.order);
  // The order in which options are shown is kept.
  expect(Object.keys((await findItemVersion(db, SAMPLES.order.id, 1))?.text.vi.options ?? {})).toEqual(['b', 'a', 'c']);
});

rolledBack('loaded twice, they are there once', async (db) => {
  await loadItems(db, samples);
  await loadItems(db, samples);
  expect(await versionsOf(db, SAMPLES.single.id)).toHaveLength(1);
});

rolledBack('a new wording takes the place of the shipped one that was in use', async (db) => {
  await loadItems(db, samples);
  await loadItems(db, [reworded]);
  expect(await versionsOf(db, reworded.id)).toEqual([
    { version: 1, state: 'retired', origin: 'content' },
    { version: 2, state: 'live', origin: 'content' },
  ]);
});

rolledBack('a new wording never takes the place of what the city has written or retired itself', async (db) => {
  await loadItems(db, samples);
  await moveVersions(db, [{ itemId: reworded.id, version: 1, to: 'retired', reason: 'thay bằng bản của thành phố' }], null);
  await addVersions(db, [{ item: { ...reworded, band: 1 }, version: 2, state: 'live', review: 'passed', origin: 'local', note: '', createdBy: null }]);
  await loadItems(db, [{ ...reworded, outcome_en: 'Finds it sooner.' }]);
  expect(await versionsOf(db, reworded.id)).toEqual([
    { version: 1, state: 'retired', origin: 'content' },
    { version: 2, state: 'live', origin: 'local' },
    { version: 3, state: 'draft', origin: 'content' },
  ]);
});

rolledBack('measured values take the place of stated ones, which stay to be read', async (db) => {
  await loadItems(db, samples);
  await addCalibrated(db, [{ itemId: SAMPLES.single.id, version: 1, a: 1.4, b: -0.9, c: 0.2, note: 'thử' }]);
  expect((await listLiveItems(db)).find(({ itemId }) => itemId === SAMPLES.single.id)).toMatchObject({ a: 1.4, b: -0.9, c: 0.2, source: 'calibrated' });
  const kept = await all(
    db,
    sql<{ source: string }>`select parameter.source from skills.item_parameter as parameter where parameter.item_id = ${SAMPLES.single.id} order by parameter.since`,
  );
  expect(kept.map(({ source }) => source)).toEqual(['expert', 'calibrated']);
});
