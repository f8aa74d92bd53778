import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { listRoles } from '#kernel/org/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown, type Town } from '#tests/town.ts';
import { addDays, formatDay } from '#base/day/index.ts';
import { loadBank } from '../bank/index.ts';
import { skills } from '../index.ts';
import {
  answerQuestion,
  askAccommodation,
  changeSitting,
  grantAccommodation,
  countTask,
  exposureTask,
  freezeBank,
  latestOutcome,
  listOutcomes,
  listResults,
  readFeedback,
  readResult,
  readSitting,
  replayResult,
  startSitting,
  sittingRules,
} from './index.ts';
import { readExposure } from './exposure.ts';
import { PILOT_SHARE } from './state.ts';
import { askedNow, rightAnswer, sitThrough } from './testing.ts';

const { db, owner, rolledBack } = await testDatabase();
let town: Town;

beforeAll(async () => {
  declareTown(skills);
  await loadBank(testCtx(db));
  town = await makeTown(db);
});

const as = (tx: Db, personId: string, more: Partial<Ctx> = {}): Ctx => testCtx(tx, { actor: actorWith(personId), ...more });

async function finishedCheck(tx: Db, personId: string, right: (number: number) => boolean = (number) => number % 2 === 0): Promise<{ ctx: Ctx; id: string }> {
  const ctx = as(tx, personId);
  const { id } = await perform(startSitting, ctx, { mode: 'check' });
  return { ctx: await sitThrough(ctx, id, (_item, number) => right(number)), id };
}

describe('a check', () => {
  rolledBack('ends by its rules with a level over all and in five areas, and the unit gets a fact without the level', async (tx) => {
    const { ctx, id } = await finishedCheck(tx, town.binh);
    const { outcome, answers, missed } = await perform(readResult, ctx, { personId: town.binh, sitting: id });
    expect(answers).toBeGreaterThanOrEqual(15);
    expect(answers).toBeLessThanOrEqual(24 + 3);
    expect(outcome?.areas.map(({ area }) => area)).toEqual(['1', '2', '3', '4', '5']);
    expect(outcome?.areas.every((area) => area.answers >= 3)).toBe(true);
    expect(outcome?.overall.probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 10);
    expect(outcome?.bank.awaiting).toBe(outcome?.bank.items);
    expect(missed.length).toBeGreaterThan(0);
    expect((await latestOutcome(tx, town.binh))?.sittingId).toBe(id);
    expect(await latestOutcome(tx, town.binh, { modes: ['certification'] })).toBeUndefined();
    expect(await listOutcomes(tx, town.binh)).toHaveLength(1);
    await countTask.run({ ...ctx, db: tx });
    const shown = await one(tx, sql<{ n: number }>`select sum(counted.shown) as n from skills.item_count as counted`);
    expect(shown).toEqual({ n: answers });
    const facts = await all(tx, sql<{ data: unknown; unitId: string }>`select fact.data, fact.unit_id as "unitId" from kernel.fact where fact.subject = ${id}`);
    expect(facts).toEqual([{ data: { mode: 'check' }, unitId: town.inner }]);
  });

  rolledBack('measures: whoever answers everything rightly stands above whoever knows nothing', async (tx) => {
    const strong = await finishedCheck(tx, town.binh, () => true);
    const weak = await finishedCheck(tx, town.dung, () => false);
    const [above, below] = [
      await perform(readResult, strong.ctx, { personId: town.binh, sitting: strong.id }),
      await perform(readResult, weak.ctx, { personId: town.dung, sitting: weak.id }),
    ];
    expect(above.outcome?.overall.level).toBe(3);
    expect(below.outcome?.overall.level).toBe(0);
    expect(above.outcome?.overall.from ?? 0).toBeGreaterThan(below.outcome?.overall.to ?? 0);
  });

  rolledBack('can be sat again after 30 days, not before; one that was stopped too early the next day', async (tx) => {
    const { ctx } = await finishedCheck(tx, town.binh);
    await expect(perform(startSitting, { ...ctx, requestId: 'again' }, { mode: 'check' })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'skills-sittings.too-soon',
      values: { day: formatDay(addDays(TODAY, 30)) },
    });
    const later = as(tx, town.binh, { today: addDays(TODAY, 30) });
    await expect(perform(startSitting, later, { mode: 'check' })).resolves.toHaveProperty('id');

    const other = as(tx, town.dung);
    const { id } = await perform(startSitting, other, { mode: 'check' });
    await sitThrough(other, id, () => true, { most: 4 });
    await perform(changeSitting, { ...other, requestId: 'stop' }, { id, to: 'finished' });
    expect((await perform(readResult, other, { personId: town.dung, sitting: id })).outcome).toBeNull();
    await expect(perform(startSitting, { ...other, requestId: 'same day' }, { mode: 'check' })).rejects.toMatchObject({
      code: 'skills-sittings.too-soon',
      values: { day: formatDay(addDays(TODAY, 1)) },
    });
  });

  rolledBack('is gone on with after the browser was closed, at the same question, and the time away does not count', async (tx) => {
    const ctx = as(tx, town.binh);
    const { id } = await perform(startSitting, ctx, { mode: 'check' });
    await sitThrough(ctx, id, () => true, { most: 3 });
    const before = await perform(readSitting, ctx, { id });
    const nextDay = { ...ctx, now: ctx.now.add({ hours: 20 }), requestId: 'resume' };
    expect(await perform(startSitting, nextDay, { mode: 'check' })).toEqual({ id });
    const after = await perform(readSitting, nextDay, { id });
    expect(after).toMatchObject({ number: 4, question: before.question });
    expect(after.minutesLeft).toBeGreaterThanOrEqual(40 - 2 - 5);
  });

  rolledBack('asks no item twice, one of a family only, none of those met in practice, and at most 15 % that are tried out', async (tx) => {
    await sql`update skills.item_version set state = 'pilot' where item_id in ('1.1-tim-van-ban-so', '5.4-x') or (item_version.item_id like '3.%' and item_version.band = 2)`.execute(
      owner,
    );
    const ctx = as(tx, town.binh);
    const practice = await perform(startSitting, ctx, { mode: 'practice' });
    await sitThrough(ctx, practice.id, () => true);
    const { id } = await finishedCheck(tx, town.binh);
    const rows = await all(
      tx,
      sql<{ item: string; family: string; scored: boolean; met: boolean }>`
      select answer.item_id as item, item.family, answer.scored,
        exists (select 1 from skills.answer as other where other.sitting_id = ${practice.id} and other.item_id = answer.item_id) as met
      from skills.answer
      join skills.item on item.id = answer.item_id
      where answer.sitting_id = ${id}`,
    );
    expect(new Set(rows.map(({ family }) => family)).size).toBe(rows.length);
    expect(rows.filter(({ met }) => met)).toEqual([]);
    const pilots = rows.filter(({ scored }) => !scored).length;
    expect(pilots).toBeGreaterThan(0);
    expect(pilots / rows.length).toBeLessThanOrEqual(PILOT_SHARE);
    await sql`update skills.item_version set state = 'live' where state = 'pilot'`.execute(owner);
  });

  rolledBack('counts the items it asks in the statement that keeps the answer, before and after they are added up', async (tx) => {
    const { id } = await finishedCheck(tx, town.binh);
    const version = (await freezeBank(tx)).id;
    const before = await readExposure(tx, version);
    await exposureTask.run(testCtx(tx));
    expect(await readExposure(tx, version)).toEqual(before);
    await exposureTask.run(testCtx(tx));
    const counted = await one(
      tx,
      sql<{ begun: number; asked: number; answers: number }>`
      select sum(exposure.asked) filter (where exposure.item_id = '') as begun, sum(exposure.asked) filter (where exposure.item_id <> '') as asked,
        (select count(*) from skills.answer where answer.sitting_id = ${id}) as answers
      from skills.exposure`,
    );
    expect(counted).toMatchObject({ begun: 1, asked: counted?.answers });
  });
});

describe('an answer', () => {
  rolledBack('sent twice counts once; another answer to the same question is a conflict', async (tx) => {
    const ctx = as(tx, town.binh);
    const { id } = await perform(startSitting, ctx, { mode: 'check' });
    const item = await askedNow(ctx, id);
    if (item === undefined) throw new Error('nothing asked');
    const send = (answer: Record<string, string[]>, requestId: string) => perform(answerQuestion, { ...ctx, requestId }, { id, number: 1, item: item.id, answer, skip: true });
    expect(await send(rightAnswer(item), 'one')).toEqual({ number: 1, over: null });
    expect(await send(rightAnswer(item), 'two')).toEqual({ number: 1, over: null });
    await expect(send({}, 'three')).rejects.toMatchObject({ kind: 'conflict', code: 'skills-sittings.answered-otherwise' });
    expect(await one(tx, sql<{ n: number }>`select count(*) as n from skills.answer where answer.sitting_id = ${id}`)).toEqual({ n: 1 });
  });

  rolledBack('with something left open is refused with the places, unless the person says that they do not know', async (tx) => {
    const ctx = as(tx, town.binh);
    const { id } = await perform(startSitting, ctx, { mode: 'check' });
    const item = await askedNow(ctx, id);
    const input = { id, number: 1, item: item?.id ?? '', answer: {} };
    await expect(perform(answerQuestion, ctx, input)).rejects.toMatchObject({ kind: 'invalid', code: 'skills-sittings.incomplete' });
    await expect(perform(answerQuestion, { ...ctx, requestId: 'skip' }, { ...input, skip: true })).resolves.toEqual({ number: 1, over: null });
  });

  rolledBack('to a question that is not open is a conflict', async (tx) => {
    const ctx = as(tx, town.binh);
    const { id } = await perform(startSitting, ctx, { mode: 'check' });
    await expect(perform(answerQuestion, ctx, { id, number: 3, item: 'x', answer: {}, skip: true })).rejects.toMatchObject({ code: 'skills-sittings.not-asked' });
    await perform(changeSitting, { ...ctx, requestId: 'p' }, { id, to: 'paused' });
    await expect(perform(answerQuestion, { ...ctx, requestId: 'q' }, { id, number: 1, item: 'x', answer: {}, skip: true })).rejects.toMatchObject({
      code: 'skills-sittings.paused',
    });
  });

  rolledBack('cannot be changed or deleted, by nobody', async (tx) => {
    const { id } = await finishedCheck(tx, town.binh);
    await expect(sql`delete from skills.answer where answer.sitting_id = ${id}`.execute(owner)).rejects.toThrow(/only grows/);
    await expect(sql`update skills.result set level = 3`.execute(owner)).rejects.toThrow(/only grows/);
  });
});

describe('practice', () => {
  rolledBack('explains after each answer and leaves no result; a check never explains', async (tx) => {
    const ctx = as(tx, town.binh);
    const { id } = await perform(startSitting, ctx, { mode: 'practice', competence: '4.1' });
    await sitThrough(ctx, id, () => false, { most: 1 });
    const feedback = await perform(readFeedback, ctx, { id, number: 1 });
    expect(feedback).toMatchObject({ correct: false, item: { competence: '4.1' } });
    expect(feedback.item.text.vi.rationale.length).toBeGreaterThan(10);
    await sitThrough(ctx, id, () => true);
    expect((await perform(listResults, ctx, { personId: town.binh })).outcomes).toEqual([]);
    const check = await perform(startSitting, { ...ctx, requestId: 'check' }, { mode: 'check' });
    await sitThrough(ctx, check.id, () => true, { most: 1 });
    await expect(perform(readFeedback, ctx, { id: check.id, number: 1 })).rejects.toMatchObject({ code: 'skills-sittings.no-review' });
  });
});

describe('who sees what', () => {
  rolledBack('a sitting is its person’s alone, whatever the role', async (tx) => {
    const { id } = await perform(startSitting, as(tx, town.binh), { mode: 'check' });
    for (const { key } of listRoles()) {
      const ctx = testCtx(tx, { actor: actorWith(town.hanh, { role: key, unitId: town.city }) });
      await expect(perform(readSitting, ctx, { id })).rejects.toMatchObject({ kind: 'missing' });
      await expect(perform(answerQuestion, ctx, { id, number: 1, item: 'x', answer: {} })).rejects.toMatchObject({ kind: 'missing' });
    }
  });

  test.each(listRoles().map(({ key, permissions }) => [key, permissions.includes('skills.see-results')] as const))('%s sees results of others: %s', async (role, may) => {
    const ctx = testCtx(db, { actor: actorWith(town.hanh, { role, unitId: town.ward }), purpose: 'xếp lớp bồi dưỡng' });
    const asked = perform(listResults, ctx, { personId: town.binh });
    await (may ? expect(asked).resolves.toHaveProperty('outcomes') : expect(asked).rejects.toMatchObject({ kind: 'forbidden' }));
  });

  rolledBack('a training officer needs a purpose, which the person sees, and has no say in another ward', async (tx) => {
    const officer = actorWith(town.hanh, { role: 'training-officer', unitId: town.ward });
    await expect(perform(listResults, testCtx(tx, { actor: officer }), { personId: town.binh })).rejects.toMatchObject({ code: 'operation.purpose-missing' });
    await expect(perform(listResults, testCtx(tx, { actor: officer, purpose: 'x' }), { personId: town.dung })).rejects.toMatchObject({ code: 'operation.not-allowed-here' });
    await perform(listResults, testCtx(tx, { actor: officer, purpose: 'xếp lớp' }), { personId: town.binh });
    const looks = await one(
      tx,
      sql<{ n: number }>`select count(*) as n from kernel.look join kernel.audit on audit.id = look.audit_id where look.person_id = ${town.binh} and audit.purpose = 'xếp lớp'`,
    );
    expect(looks).toEqual({ n: 1 });
  });

  rolledBack('more time is asked by the person, granted by whoever runs sessions, and stretches the clock', async (tx) => {
    const ctx = as(tx, town.binh);
    await perform(askAccommodation, ctx, { largePrint: true, askedShare: 0.5, note: 'mắt kém' });
    await expect(perform(grantAccommodation, { ...ctx, requestId: 'g' }, { personId: town.binh, extraShare: 0.5 })).rejects.toMatchObject({ kind: 'forbidden' });
    const officer = testCtx(tx, { actor: actorWith(town.hanh, { role: 'training-officer', unitId: town.ward }), purpose: 'thêm giờ' });
    await perform(grantAccommodation, officer, { personId: town.binh, extraShare: 0.5 });
    const { id } = await perform(startSitting, { ...ctx, requestId: 's' }, { mode: 'check' });
    expect(await perform(readSitting, ctx, { id })).toMatchObject({ minutesLeft: 60, largePrint: true });
  });
});

describe('replay', () => {
  test('of random sittings gives the same items, abilities and errors to the last digit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), fc.integer({ min: 5, max: 200 }), async (pattern, seconds) => {
        await db
          .transaction()
          .execute(async (tx) => {
            const ctx = as(tx, town.binh);
            const { id } = await perform(startSitting, ctx, { mode: 'check' });
            const after = await sitThrough(ctx, id, (_item, number) => pattern[number - 1] === true, { seconds });
            const replayed = await perform(replayResult, after, { personId: town.binh, sitting: id });
            const { outcome } = await perform(readResult, after, { personId: town.binh, sitting: id });
            expect(replayed.same).toBe(true);
            // The time may run out while nobody answers: the replay then ends where the answers do.
            expect([replayed.ended, 'left']).toContain(replayed.replayed);
            const last = replayed.steps.at(-1);
            if (outcome !== null) expect([outcome.overall.theta, outcome.overall.standardError]).toEqual([last?.theta, last?.standardError]);
            throw new Error('roll back');
          })
          .catch((error: unknown) => {
            if (!(error instanceof Error) || error.message !== 'roll back') throw error;
          });
      }),
      { numRuns: 8 },
    );
  });

  test('the rules of the content are whole: a plan for each mode, ascending cuts, shares that make one', () => {
    expect(sittingRules.plans.map(({ mode }) => mode).toSorted()).toEqual(['certification', 'check', 'practice']);
    expect(sittingRules.cuts).toEqual([...sittingRules.cuts].toSorted((a, b) => a - b));
    expect(Object.values(sittingRules.shares).reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 10);
  });
});
