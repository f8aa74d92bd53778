import { beforeAll, describe, expect, test } from 'vitest';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { ANONYMOUS } from '#kernel/org/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { appraiseScore, assignScore, importIndex, programme, readComponent, readScorecard, readScoreEvidence, returnScore, selfScore } from '../index.ts';
import { scoresAwaiting } from './index.ts';
import { at, scoredTown as town } from './testing.ts';

const { rolledBack, inRolledBack } = await testDatabase();

beforeAll(() => declare([programme]));

describe('who may do what', () => {
  const input = (ward: string) => ({ ...at(ward), seen: 0, value: 3 });

  test('nobody who is not signed in scores a unit', () =>
    inRolledBack(async (db) => {
      const { ward } = await town(db);
      await expect(perform(selfScore, testCtx(db, { actor: ANONYMOUS }), input(ward))).rejects.toMatchObject({ kind: 'forbidden', code: 'operation.sign-in-first' });
    }));

  test.each([
    ['official', 'operation.not-allowed'],
    ['clerk', 'operation.not-allowed'],
    ['steering-member', 'operation.not-allowed'],
    ['administrator', 'operation.not-allowed'],
    ['head-of-unit', undefined],
    ['programme-officer', undefined],
  ])('the role %s scores its own unit: %s', (role, code) =>
    inRolledBack(async (db) => {
      const { ward, head } = await town(db);
      const done = perform(selfScore, testCtx(db, { actor: actorWith(head, { role, unitId: ward }) }), input(ward));
      await (code === undefined ? expect(done).resolves.toEqual({ seen: 1, points: 15 }) : expect(done).rejects.toMatchObject({ kind: 'forbidden', code }));
    }),
  );

  rolledBack('a head does not score another ward, does not appraise, and does not return', async (db) => {
    const { ward, asHead, asOtherHead } = await town(db);
    await expect(perform(selfScore, asOtherHead(), input(ward))).rejects.toMatchObject({ code: 'operation.not-allowed-here' });
    await perform(selfScore, asHead(), input(ward));
    await expect(perform(appraiseScore, asHead(), { ...at(ward), seen: 1 })).rejects.toMatchObject({ code: 'operation.not-allowed' });
    await expect(perform(returnScore, asHead(), { ...at(ward), seen: 1, note: 'thiếu' })).rejects.toMatchObject({ code: 'operation.not-allowed' });
  });

  rolledBack('an officer of the ward itself does not appraise the ward: whoever stands above it does', async (db) => {
    const { ward, asHead, asWardOfficer, asOfficer } = await town(db);
    await perform(selfScore, asHead(), input(ward));
    await expect(perform(appraiseScore, asWardOfficer(), { ...at(ward), seen: 1 })).rejects.toMatchObject({ code: 'operation.not-allowed-here' });
    expect(await perform(appraiseScore, asOfficer(), { ...at(ward), seen: 1 })).toEqual({ seen: 2, points: 15 });
  });

  rolledBack('whoever scored does not appraise it', async (db) => {
    const { ward, asOfficer } = await town(db);
    await perform(selfScore, asOfficer(), input(ward));
    await expect(perform(appraiseScore, asOfficer(), { ...at(ward), seen: 1 })).rejects.toMatchObject({ kind: 'conflict', code: 'scorecards.error.score-same-person' });
  });

  rolledBack('only who may edit indexes imports one', async (db) => {
    const { asHead } = await town(db);
    const file = { key: 'x-1', title: 'Bộ thử', level: 'commune' as const, fromYear: 2026, document: 'QĐ 1', band: 0, name: 'x.csv', content: '' };
    await expect(perform(importIndex, asHead(), file)).rejects.toMatchObject({ kind: 'forbidden', code: 'operation.not-allowed' });
  });
});

describe('from self-score to appraisal', () => {
  rolledBack('value, both scores, difference, evidence and history are kept, and each act leaves a fact', async (db) => {
    const { ward, asHead, asOfficer } = await town(db);
    const evidence = [{ name: 'thong-bao.txt', content: Buffer.from('Thông báo kết luận họp').toString('base64') }];
    await perform(selfScore, asHead(), { ...at(ward), seen: 0, value: 4, note: 'bốn cuộc họp', evidence });
    await expect(perform(appraiseScore, asOfficer(), { ...at(ward), seen: 1, value: 3 })).rejects.toMatchObject({
      errors: [{ at: '/note', code: 'scorecards.error.score-reason-missing' }],
    });
    await perform(appraiseScore, asOfficer(), { ...at(ward), seen: 1, value: 3, note: 'một cuộc không có kết luận' });
    const card = await perform(readScorecard, asHead(), { index: 'khue-ward', year: 2026, unitId: ward });
    expect(card.lines.find(({ code }) => code === 'B1')).toMatchObject({ state: 'appraised', value: 3, self: 20, appraised: 15, difference: -5, points: 15, seen: 2 });
    const { acts } = await perform(readComponent, asHead(), at(ward));
    expect(acts.map(({ kind, points, note }) => [kind, points, note])).toEqual([
      ['appraise', 15, 'một cuộc không có kết luận'],
      ['self-score', 20, 'bốn cuộc họp'],
    ]);
    const [document] = acts.at(-1)?.evidence ?? [];
    expect(document?.name).toBe('thong-bao.txt');
    await expect(perform(readScoreEvidence, asOfficer(), { id: document?.id ?? '' })).resolves.toEqual({ id: document?.id });
    const facts = await all(
      db,
      sql<{ kind: string; value: number }>`select fact.kind, fact.value from kernel.fact where fact.unit_id = ${ward} order by fact.recorded_at, fact.id`,
    );
    expect(facts).toEqual([
      { kind: 'programme.component-self-scored', value: 20 },
      { kind: 'programme.component-appraised', value: 15 },
    ]);
  });

  rolledBack('two appraisers at once: the second is told, and nothing of hers is kept', async (db) => {
    const { ward, asHead, asOfficer, asSecond } = await town(db);
    await perform(selfScore, asHead(), { ...at(ward), seen: 0, value: 4 });
    await perform(appraiseScore, asOfficer(), { ...at(ward), seen: 1 });
    await expect(perform(appraiseScore, asSecond(), { ...at(ward), seen: 1, value: 1, note: 'chỉ một cuộc họp' })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'constraint.score_act_in_turn',
    });
    expect((await perform(readComponent, asHead(), at(ward))).acts).toHaveLength(2);
  });

  rolledBack('the place of an act is unique in the database too', async (db) => {
    const { ward, asHead } = await town(db);
    await perform(selfScore, asHead(), { ...at(ward), seen: 0, value: 4 });
    const again = sql`
      insert into programme.score_act (id, index_key, year, unit_id, component, seq, kind, note, acted_at)
      select ${newId()}, act.index_key, act.year, act.unit_id, act.component, act.seq, 'return', '', now()
      from programme.score_act as act`;
    await expect(all(db, again)).rejects.toThrow(/score_act_in_turn/);
  });

  rolledBack('what was returned is scored anew, and counts only then', async (db) => {
    const { ward, asHead, asOfficer } = await town(db);
    await perform(selfScore, asHead(), { ...at(ward), seen: 0, value: 4 });
    await expect(perform(returnScore, asOfficer(), { ...at(ward), seen: 1, note: '' })).rejects.toMatchObject({ kind: 'invalid' });
    await perform(returnScore, asOfficer(), { ...at(ward), seen: 1, note: 'thiếu thông báo kết luận' });
    const line = async () => (await perform(readScorecard, asHead(), { index: 'khue-ward', year: 2026, unitId: ward })).lines.find(({ code }) => code === 'B1');
    expect(await line()).toMatchObject({ state: 'returned', points: null });
    await expect(perform(appraiseScore, asOfficer(), { ...at(ward), seen: 2 })).rejects.toMatchObject({ code: 'scorecards.error.score-not-scored' });
    await perform(selfScore, asHead(), { ...at(ward), seen: 2, value: 2 });
    expect(await line()).toMatchObject({ state: 'self-scored', points: 10 });
  });

  rolledBack('what was appraised is not scored again before it was returned', async (db) => {
    const { ward, asHead, asOfficer } = await town(db);
    await perform(selfScore, asHead(), { ...at(ward), seen: 0, value: 4 });
    await perform(appraiseScore, asOfficer(), { ...at(ward), seen: 1 });
    await expect(perform(selfScore, asHead(), { ...at(ward), seen: 2, value: 4 })).rejects.toMatchObject({ code: 'scorecards.error.score-appraised-already' });
  });

  rolledBack('the history cannot be changed by the application', async (db) => {
    for (const statement of [
      'update programme.score_act set points = 1',
      'delete from programme.score_act',
      'delete from programme.score_evidence',
      'update programme.index_version set body = null',
    ]) {
      await sql`savepoint before`.execute(db);
      await expect(all(db, sql.raw(statement))).rejects.toThrow(/permission denied/);
      await sql`rollback to savepoint before`.execute(db);
    }
  });

  test.each<[string, object, string]>([
    ['half a meeting', { value: 1.5 }, 'scorecards.error.score-needs-count'],
    ['a year to come', { year: 2027 }, 'scorecards.error.score-wrong-year'],
    ['a component that is none', { component: 'Z9' }, 'scorecards.error.no-component'],
    ['an index that is none', { index: 'none' }, 'scorecards.error.no-index'],
    ['an index for the city only', { index: 'dti-2022', year: 2022, component: '1' }, 'scorecards.error.score-wrong-unit'],
  ])('%s is refused', (_, change, code) =>
    inRolledBack(async (db) => {
      const { ward, asHead } = await town(db);
      await expect(perform(selfScore, asHead(), { ...at(ward), seen: 0, value: 1, ...change })).rejects.toMatchObject({ code });
    }),
  );

  rolledBack('evidence that is an executable is refused, and nothing is kept', async (db) => {
    const { ward, asHead } = await town(db);
    const evidence = [{ name: 'minh-chung.pdf', content: Buffer.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, ...Array.from({ length: 60 }, () => 0)]).toString('base64') }];
    await expect(perform(selfScore, asHead(), { ...at(ward), seen: 0, value: 1, evidence })).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('responsibility and Today', () => {
  async function grant(db: Db, personId: string, role: string, unitId: string) {
    await all(
      db,
      sql`insert into kernel.role_grant (id, person_id, role, unit_id, valid_from, valid_to) values (${newId()}, ${personId}, ${role}, ${unitId}, '2026-01-01', 'infinity')`,
    );
  }

  rolledBack('a person who may score the unit is made responsible by a day, and reads it on Today', async (db) => {
    const { ward, head, officer, asHead } = await town(db);
    await grant(db, head, 'head-of-unit', ward);
    await expect(perform(assignScore, asHead(), { ...at(ward), seen: 0, ownerId: officer })).rejects.toMatchObject({
      errors: [{ at: '/ownerId', code: 'scorecards.error.score-owner-may-not' }],
    });
    await expect(perform(assignScore, asHead(), { ...at(ward), seen: 0, ownerId: head, due: '2026-11-22' })).rejects.toMatchObject({
      errors: [{ at: '/due', code: 'scorecards.error.score-due-past' }],
    });
    await perform(assignScore, asHead(), { ...at(ward), seen: 0, ownerId: head, due: '2026-12-01' });
    const awaiting = await listAwaiting(asHead(), [{ awaits: scoresAwaiting }]);
    expect(awaiting.map(({ key, due, values }) => [key, due, values['n'] ?? values['component']])).toEqual([
      ['scorecards.awaiting-component', '2026-12-01', 'B1'],
      ['scorecards.awaiting-score', '2026-12-10', 5],
    ]);
    await perform(selfScore, asHead(), { ...at(ward), seen: 1, value: 4 });
    expect((await listAwaiting(asHead(), [{ awaits: scoresAwaiting }])).map(({ key, values }) => [key, values['n']])).toEqual([['scorecards.awaiting-score', 4]]);
  });

  rolledBack('who may appraise is told what waits, but not of what they scored themselves', async (db) => {
    const { ward, asHead, asOfficer, asWardOfficer } = await town(db);
    await perform(selfScore, asHead(), { ...at(ward), seen: 0, value: 4 });
    await perform(selfScore, asOfficer(), { ...at(ward, 'B2'), seen: 0, value: ['ke-hoach'] });
    const appraisals = async (ctx: Ctx) =>
      (await listAwaiting(ctx, [{ awaits: scoresAwaiting }]))
        .filter(({ key }) => key === 'scorecards.awaiting-appraisal')
        .map(({ values, due }) => [values['n'], values['units'], due]);
    expect(await appraisals(asOfficer())).toEqual([[1, 1, '2026-12-25']]);
    expect(await appraisals(asHead())).toEqual([]);
    expect(await appraisals(asWardOfficer())).toEqual([]);
  });
});
