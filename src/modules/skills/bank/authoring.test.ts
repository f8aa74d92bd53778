import { beforeAll, describe, expect, test } from 'vitest';
import { all, sql, type Db } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown, type Town } from '#tests/town.ts';
import { skills } from '../index.ts';
import { moveItem, reviewItem, saveItem } from './edit.ts';
import { listLiveItems, noteCounts } from './live.ts';
import { loadItems } from './load.ts';
import { listItems, readItem } from './operations.ts';
import { SAMPLES } from './testing.ts';

const { rolledBack, inRolledBack } = await testDatabase();
const item = SAMPLES.single;

beforeAll(() => declareTown(skills));

const as = (db: Db, town: Town, personId: string, role = 'training-officer') => testCtx(db, { actor: actorWith(personId, { role, unitId: town.ward }) });
const liveVersion = async (db: Db) => (await listLiveItems(db)).find(({ itemId }) => itemId === item.id)?.version;

describe('the life of an item', () => {
  rolledBack('goes from draft by a second person’s review to pilot and into use, and takes the place of the version before', async (db) => {
    const town = await makeTown(db);
    const [author, second] = [as(db, town, town.hanh), as(db, town, town.binh)];
    const { id, version } = await perform(saveItem, author, { item });
    expect(version).toBe(1);
    await expect(perform(moveItem, as(db, town, town.binh), { id, version, to: 'live' })).rejects.toMatchObject({ code: 'skills-bank.no-such-step' });
    await perform(reviewItem, second, { id, version, verdict: 'passed' });
    await perform(moveItem, as(db, town, town.hanh), { id, version, to: 'pilot' });
    expect(await liveVersion(db)).toBeUndefined();
    expect((await listLiveItems(db, { pilot: true })).find(({ itemId }) => itemId === id)).toMatchObject({ scored: false, reviewed: true });
    await perform(moveItem, as(db, town, town.hanh), { id, version, to: 'live' });
    expect(await liveVersion(db)).toBe(1);
    const { versions } = await perform(readItem, author, { id });
    const next = await perform(saveItem, as(db, town, town.hanh), { item: { ...item, band: 1, difficulty: -1 }, basedOn: versions[0]?.digest ?? '', note: 'Dễ hơn' });
    expect(next.version).toBe(2);
    expect(await liveVersion(db)).toBe(1);
    await perform(reviewItem, as(db, town, town.binh), { id, version: 2, verdict: 'passed' });
    for (const to of ['pilot', 'live'] as const) await perform(moveItem, as(db, town, town.binh), { id, version: 2, to });
    expect(await liveVersion(db)).toBe(2);
    const after = await perform(readItem, author, { id });
    expect(after.versions.map(({ state, changed, note }) => [state, changed, note])).toEqual([
      ['live', ['/difficulty'], 'Dễ hơn'],
      ['retired', [], ''],
    ]);
    expect(after.events.map(({ what }) => what)).toEqual(expect.arrayContaining(['passed', 'reviewed', 'pilot', 'live', 'retired']));
    const facts = await all(db, sql<{ to: string }>`select fact.data ->> 'to' as to from kernel.fact where fact.kind = 'skills.item-moved' order by fact.id`);
    expect(facts.map(({ to }) => to)).toEqual(['reviewed', 'pilot', 'live', 'reviewed', 'pilot', 'retired', 'live']);
  });

  rolledBack('has no review by anybody who wrote any of it', async (db) => {
    const town = await makeTown(db);
    const { id, version } = await perform(saveItem, as(db, town, town.hanh), { item });
    const digest = (await perform(readItem, as(db, town, town.hanh), { id })).versions[0]?.digest ?? '';
    await perform(saveItem, as(db, town, town.binh), { item: { ...item, difficulty: -2 }, basedOn: digest });
    for (const own of [town.hanh, town.binh]) {
      await expect(perform(reviewItem, as(db, town, own), { id, version, verdict: 'passed' })).rejects.toMatchObject({ kind: 'forbidden', code: 'skills-bank.own-item' });
    }
    await expect(perform(reviewItem, testCtx(db), { id, version, verdict: 'passed' })).rejects.toMatchObject({ code: 'skills-bank.own-item' });
    await expect(perform(reviewItem, as(db, town, town.dung), { id, version, verdict: 'passed' })).resolves.toEqual({ state: 'reviewed' });
  });

  rolledBack('begins anew when a reviewed version is changed', async (db) => {
    const town = await makeTown(db);
    const { id, version } = await perform(saveItem, as(db, town, town.hanh), { item });
    await perform(reviewItem, as(db, town, town.binh), { id, version, verdict: 'passed' });
    const digest = (await perform(readItem, as(db, town, town.hanh), { id })).versions[0]?.digest ?? '';
    await perform(saveItem, as(db, town, town.hanh), { item: { ...item, difficulty: -2 }, basedOn: digest });
    expect((await perform(readItem, as(db, town, town.hanh), { id })).versions).toMatchObject([{ version: 1, state: 'draft', review: 'none', parameters: { b: -2 } }]);
  });

  rolledBack('is sent back with a remark and stays a draft', async (db) => {
    const town = await makeTown(db);
    const { id, version } = await perform(saveItem, as(db, town, town.hanh), { item });
    await expect(perform(reviewItem, as(db, town, town.binh), { id, version, verdict: 'sent-back' })).rejects.toMatchObject({ errors: [{ at: '/remark' }] });
    await perform(reviewItem, as(db, town, town.binh), { id, version, verdict: 'sent-back', remark: 'Hai đáp án cùng đúng.' });
    const view = await perform(readItem, as(db, town, town.binh), { id });
    expect(view.versions[0]).toMatchObject({ state: 'draft', review: 'none' });
    expect(view.events).toMatchObject([{ what: 'sent-back', text: 'Hai đáp án cùng đúng.', by: 'Trần Văn Bình' }]);
  });

  rolledBack('of a shipped one: in use from the first day, honestly not yet reviewed here, until somebody of the city passes it', async (db) => {
    const town = await makeTown(db);
    await loadItems(db, [item]);
    const before = await perform(readItem, as(db, town, town.hanh), { id: item.id });
    expect(before.versions).toMatchObject([{ state: 'live', review: 'awaiting-local-review', author: null, figures: null, mayReview: true, parameters: { source: 'expert' } }]);
    await perform(reviewItem, as(db, town, town.hanh), { id: item.id, version: 1, verdict: 'passed' });
    expect((await perform(readItem, as(db, town, town.hanh), { id: item.id })).versions).toMatchObject([{ state: 'live', review: 'passed', mayReview: false }]);
    await expect(perform(moveItem, as(db, town, town.hanh), { id: item.id, version: 1, to: 'retired' })).rejects.toMatchObject({ errors: [{ at: '/reason' }] });
    await perform(moveItem, as(db, town, town.hanh), { id: item.id, version: 1, to: 'retired', reason: 'Không còn phù hợp' });
    expect(await liveVersion(db)).toBeUndefined();
  });

  rolledBack('shows figures only where answers were counted', async (db) => {
    const town = await makeTown(db);
    await loadItems(db, [item]);
    await noteCounts(db, [{ itemId: item.id, version: 1, shown: 40, correct: 30 }]);
    expect((await perform(readItem, as(db, town, town.hanh), { id: item.id })).versions[0]?.figures).toMatchObject({ shown: 40, correct: 30 });
  });
});

describe('saving', () => {
  rolledBack('refuses an id that is taken, and words over a newer wording', async (db) => {
    const town = await makeTown(db);
    await perform(saveItem, as(db, town, town.hanh), { item });
    await expect(perform(saveItem, as(db, town, town.hanh), { item })).rejects.toMatchObject({ code: 'skills-bank.id-taken' });
    await expect(perform(saveItem, as(db, town, town.hanh), { item, basedOn: 'older' })).rejects.toMatchObject({ code: 'skills-bank.changed-since' });
  });

  rolledBack('refuses an item with faults, and names them all', async (db) => {
    const town = await makeTown(db);
    const wrong = perform(saveItem, as(db, town, town.hanh), { item: { ...item, key: ['z', 'y'] } });
    const named = await wrong.then(
      () => [],
      ({ errors }: { errors: { at: string; code: string }[] }) => errors.map(({ at, code }) => `${at} ${code.replace('skills-bank.fault-', '')}`),
    );
    expect([...new Set(named)]).toEqual(['/item/key key-nowhere', '/item/key key-one']);
  });

  test.each([
    ['training-officer', 'done'],
    ['trainer', 'done'],
    ['administrator', 'done'],
    ['official', 'operation.not-allowed'],
    ['head-of-unit', 'operation.not-allowed'],
    ['auditor', 'operation.not-allowed'],
    ['union-officer', 'operation.not-allowed'],
  ])('%s: %s', (role, outcome) =>
    inRolledBack(async (db) => {
      const town = await makeTown(db);
      const asked = [perform(saveItem, as(db, town, town.hanh, role), { item }), perform(listItems, as(db, town, town.hanh, role), {})];
      for (const one of asked) {
        expect(
          await one.then(
            () => 'done',
            (problem: { code: string }) => problem.code,
          ),
        ).toBe(outcome);
      }
    }),
  );
});

rolledBack('the list is searched without diacritics, filtered and paged', async (db) => {
  const town = await makeTown(db);
  await loadItems(db, Object.values(SAMPLES));
  const many = Array.from({ length: 60 }, (_, at) => ({ ...item, id: `1.1-nhieu-${100 + at}`, family: '1.1-nhieu' }));
  await loadItems(db, many);
  const ask = (input: object) => perform(listItems, as(db, town, town.hanh), { family: '1.1-thu', ...input });
  const ids = async (input: object) => (await ask(input)).items.map(({ id }) => id);
  expect(await ids({ query: 'thung rac khong co' })).toEqual([]);
  expect(await ids({ query: 'sap cac buoc' })).toEqual([SAMPLES.order.id]);
  expect(await ids({ kind: 'task' })).toEqual([SAMPLES.task.id]);
  expect(await ids({ band: 3 })).toEqual([]);
  expect(await ids({ state: 'draft' })).toEqual([]);
  expect((await ask({ competence: '1' })).total).toBe(7);
  const first = await ask({ family: '1.1-nhieu' });
  expect([first.items.length, first.total]).toEqual([50, 60]);
  const second = await ask({ family: '1.1-nhieu', after: first.next ?? '' });
  expect([second.items.length, second.next]).toEqual([10, null]);
});
