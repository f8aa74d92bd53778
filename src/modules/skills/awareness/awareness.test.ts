import { beforeAll, describe, expect, test } from 'vitest';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { listMembersOperation, listSets, markChangedDefinitions, readFiguresOperation, refresh } from '#kernel/set/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { giveResult, makeWards } from '../groups/testing.ts';
import { skills } from '../index.ts';
import { awarenessForm, pagesOf, questionsOf } from './form.ts';
import { answerAwareness, finishAwareness, listAwareness, rateSelf, readAwareness, readReliability, startAwareness, withdrawAwareness } from './index.ts';
import { selfViewOf } from './rules.ts';

const { rolledBack, inRolledBack } = await testDatabase();
const pages = pagesOf(awarenessForm);
const official = (id: string, unitId: string) => actorWith(id, { role: 'official', unitId });

beforeAll(() => declareTown(skills));

/** The option of a question that counts most, or least. */
function option(id: string, best: boolean): string {
  const question = questionsOf(awarenessForm).find((one) => one.id === id);
  const counting = (question?.choices ?? []).filter(({ credit }) => credit !== null).toSorted((a, b) => (a.credit ?? 0) - (b.credit ?? 0));
  const high = (question?.reversed === true) !== best;
  return (high ? counting.at(-1)?.id : counting[0]?.id) ?? '';
}

const answersOf = (page: number, best = true) => Object.fromEntries((pages[page - 1] ?? []).map(({ id }) => [id, option(id, best)]));

async function fillIn(db: Db, personId: string, unitId: string, { best = true, today = TODAY } = {}): Promise<string> {
  const now = Temporal.Instant.from(`${today}T03:00:00Z`);
  const ctx = () => testCtx(db, { actor: official(personId, unitId), today, now });
  const { id } = await perform(startAwareness, ctx(), {});
  for (const at of pages.keys()) await perform(answerAwareness, ctx(), { id, page: at + 1, answers: answersOf(at + 1, best) });
  await perform(finishAwareness, ctx(), { id });
  return id;
}

describe('filling in', () => {
  rolledBack('goes on where it was left, and an answer may be changed until it is handed in', async (db) => {
    const { large, people } = await makeWards(db);
    const me = people.large[0] ?? '';
    const ctx = () => testCtx(db, { actor: official(me, large) });
    const { id } = await perform(startAwareness, ctx(), {});
    expect(await perform(answerAwareness, ctx(), { id, page: 1, answers: answersOf(1, false) })).toEqual({ next: 2 });
    await perform(answerAwareness, ctx(), { id, page: 1, answers: answersOf(1) });
    expect((await perform(startAwareness, ctx(), {})).id).toBe(id);
    const page = await perform(readAwareness, ctx(), { id });
    expect([page.page, page.open]).toEqual([2, pages.map((_, at) => at + 1).slice(1)]);
    expect((await perform(readAwareness, ctx(), { id, page: 1 })).questions.map(({ given }) => given)).toEqual(Object.values(answersOf(1)));
    await expect(perform(finishAwareness, ctx(), { id })).rejects.toMatchObject({ code: 'skills-awareness.incomplete' });
  });

  rolledBack('names each question that is not answered, and keeps nothing of a page that is not complete', async (db) => {
    const { large, people } = await makeWards(db);
    const ctx = () => testCtx(db, { actor: official(people.large[0] ?? '', large) });
    const { id } = await perform(startAwareness, ctx(), {});
    const [first, ...rest] = pages[0] ?? [];
    const given = { [first?.id ?? '']: option(first?.id ?? '', true), [rest[0]?.id ?? '']: 'no-such-option' };
    await expect(perform(answerAwareness, ctx(), { id, page: 1, answers: given })).rejects.toMatchObject({
      kind: 'invalid',
      errors: rest.map((question) => ({ at: `/${question.id}`, code: 'skills-awareness.unanswered' })),
    });
  });

  rolledBack('no answer of the program says what an option counts', async (db) => {
    const { large, people } = await makeWards(db);
    const ctx = () => testCtx(db, { actor: official(people.large[0] ?? '', large) });
    const { id } = await perform(startAwareness, ctx(), {});
    for (const at of pages.keys()) expect(JSON.stringify(await perform(readAwareness, ctx(), { id, page: at + 1 }))).not.toMatch(/credit|reversed/);
  });

  rolledBack('is possible again after 90 days', async (db) => {
    const { large, people } = await makeWards(db);
    const me = people.large[0] ?? '';
    await fillIn(db, me, large, { today: '2026-08-25' });
    await expect(perform(startAwareness, testCtx(db, { actor: official(me, large) }), {})).resolves.toBeDefined();
    await fillIn(db, me, large, { today: TODAY });
    const own = await perform(listAwareness, testCtx(db, { actor: official(me, large) }), {});
    expect([own.next, own.done.map(({ day, knowledge, situations }) => [day, knowledge, situations])]).toEqual([
      '2027-02-21',
      [
        [TODAY, 100, 100],
        ['2026-08-25', 100, 100],
      ],
    ]);
    await expect(perform(startAwareness, testCtx(db, { actor: official(me, large) }), {})).rejects.toMatchObject({ code: 'skills-awareness.too-soon' });
  });
});

describe('whose answers they are', () => {
  test.each(['training-officer', 'head-of-unit', 'administrator', 'auditor'])('a %s cannot open, answer or withdraw those of another', async (role) => {
    await inRolledBack(async (db) => {
      const { city, large, people } = await makeWards(db);
      const id = await fillIn(db, people.large[0] ?? '', large);
      const ctx = () => testCtx(db, { actor: actorWith(newId(), { role, unitId: city }), purpose: 'Kiểm tra' });
      await expect(perform(readAwareness, ctx(), { id })).rejects.toMatchObject({ kind: 'missing' });
      await expect(perform(answerAwareness, ctx(), { id, page: 1, answers: answersOf(1) })).rejects.toMatchObject({ kind: 'missing' });
      await expect(perform(withdrawAwareness, ctx(), { id })).rejects.toMatchObject({ kind: 'missing' });
      expect((await perform(listAwareness, ctx(), {})).done).toEqual([]);
    });
  });

  rolledBack('a figure never opens on those who answered', async (db) => {
    const { large, people } = await makeWards(db);
    for (const person of people.large.slice(0, 12)) await fillIn(db, person, large);
    await markChangedDefinitions(db, listSets());
    await refresh(db, listSets());
    for (const role of ['training-officer', 'administrator', 'head-of-unit']) {
      const ctx = testCtx(db, { actor: actorWith(newId(), { role, unitId: large }), purpose: 'Kiểm tra' });
      const list = await perform(listMembersOperation, ctx, { name: 'skills.awareness-answered', unitId: large, day: TODAY });
      expect([list.total, list.visible, list.members, list.seers]).toEqual([12, 0, [], []]);
    }
  });

  rolledBack('they may be taken back until the first of the next month; then nothing of them is left', async (db) => {
    const { large, people } = await makeWards(db);
    const [one = '', other = ''] = people.large;
    const [fresh, counted] = [await fillIn(db, one, large), await fillIn(db, other, large, { today: '2026-10-31' })];
    await perform(withdrawAwareness, testCtx(db, { actor: official(one, large) }), { id: fresh });
    const left = await all(db, sql`select answer.item from skills.awareness_answer as answer where answer.awareness_id = ${fresh}`);
    expect(left).toEqual([]);
    expect(await storedOf(db, fresh)).toEqual({ state: 'withdrawn', knowledge: null, aware: null });
    await expect(perform(withdrawAwareness, testCtx(db, { actor: official(other, large) }), { id: counted })).rejects.toMatchObject({ code: 'skills-awareness.counted-already' });
    await expect(perform(startAwareness, testCtx(db, { actor: official(one, large) }), {})).resolves.toBeDefined();
  });
});

const storedOf = (db: Db, id: string) => one(db, sql`select awareness.state, awareness.knowledge, awareness.aware from skills.awareness where awareness.id = ${id}`);

describe('groups', () => {
  rolledBack('count answers at once, scores and who is aware from the first of the next month', async (db) => {
    const { large, people } = await makeWards(db);
    for (const [at, person] of people.large.slice(0, 12).entries()) await fillIn(db, person, large, { best: at < 9, today: '2026-10-20' });
    await markChangedDefinitions(db, listSets());
    await refresh(db, listSets());
    const names = ['skills.awareness-answered', 'skills.awareness-scored', 'skills.aware', 'skills.share-aware'];
    const sizes = async (day: string) => (await perform(readFiguresOperation, testCtx(db), { names, unitId: large, day })).map(({ shown }) => [shown?.size, shown?.of]);
    expect(await sizes('2026-10-20')).toEqual([
      [12, null],
      [0, null],
      [0, null],
      [0, 0],
    ]);
    expect(await sizes('2026-11-01')).toEqual([
      [12, null],
      [12, null],
      [9, null],
      [9, 12],
    ]);
    const [figure] = await perform(readFiguresOperation, testCtx(db), { names: ['skills.awareness-scored'], unitId: large, day: TODAY });
    expect(figure?.divisions[0]?.parts.map(({ value, shown }) => [value, shown?.size, shown?.weight])).toEqual(
      ['knowledge', 'attitude', 'practice', 'situations'].map((part) => [part, 12, 900]),
    );
  });

  rolledBack('reliability is said from 100 people on', async (db) => {
    const { large, people } = await makeWards(db);
    await fillIn(db, people.large[0] ?? '', large);
    const { enough, parts } = await perform(readReliability, testCtx(db, { actor: official(newId(), large) }), {});
    expect([enough, parts.map(({ people: count, alpha }) => [count, alpha])]).toEqual([100, [0, 1, 2, 3].map(() => [null, null])]);
  });
});

describe('self-rating', () => {
  const rated = { area1: 3, area2: 2, area3: 2, area4: 0, area5: 2 };
  const measured = [0.05, 0.1, 0.75, 0.1];

  rolledBack('is held against the next check, kindly: only what the error does not explain counts as a gap, in the table as in the rule', async (db) => {
    const { large, people } = await makeWards(db);
    const me = people.large[0] ?? '';
    await perform(rateSelf, testCtx(db, { actor: official(me, large), today: '2026-10-01', now: Temporal.Instant.from('2026-10-01T01:00:00Z') }), rated);
    await giveResult(db, me, large, '2026-10-02', measured);
    const { selfView } = await perform(listAwareness, testCtx(db, { actor: official(me, large) }), {});
    expect(selfView?.lines.map(({ area, verdict }) => [area, verdict])).toEqual([
      ['1', 'over'],
      ['2', 'near'],
      ['3', 'near'],
      ['4', 'under'],
      ['5', 'near'],
    ]);
    const rows = await all(
      db,
      sql<{ area: string; rated: number; gap: number; over: boolean; under: boolean }>`
      select view.area, view.rated, view.gap, view.over, view.under
      from skills.self_view as view
      where view.person_id = ${me}
      order by view.area`,
    );
    expect(rows).toHaveLength(5);
    for (const row of rows) {
      const rule = selfViewOf(row.rated, measured);
      expect([row.gap, row.over, row.under]).toEqual([expect.closeTo(rule.gap, 10), rule.verdict === 'over', rule.verdict === 'under']);
    }
  });

  rolledBack('given after the check, or more than 90 days before, says nothing of it', async (db) => {
    const { large, people } = await makeWards(db);
    const me = people.large[0] ?? '';
    const rate = (day: string) => perform(rateSelf, testCtx(db, { actor: official(me, large), today: day, now: Temporal.Instant.from(`${day}T01:00:00Z`) }), rated);
    await rate('2026-06-01');
    await giveResult(db, me, large, '2026-10-02', measured);
    await rate('2026-10-03');
    expect((await perform(listAwareness, testCtx(db, { actor: official(me, large) }), {})).selfView).toBeNull();
    expect(await all(db, sql`select view.area from skills.self_view as view`)).toEqual([]);
  });
});
