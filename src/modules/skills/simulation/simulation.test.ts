import { beforeAll, describe, expect } from 'vitest';
import { all, sql } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { loadBank } from '../bank/index.ts';
import { makeWards } from '../groups/testing.ts';
import { skills } from '../index.ts';
import { listResults, replayResult } from '../sittings/index.ts';
import { fillInQuestionnaires, sitChecks, type PlannedCheck } from './index.ts';

const { rolledBack } = await testDatabase();

beforeAll(() => declareTown(skills));

const idOf = (n: number): string => `00000000-0000-8000-a000-${String(n).padStart(12, '0')}`;

describe('imaginary people', () => {
  rolledBack('sit checks that replay to the last digit, and the able come out higher', async (db) => {
    const ctx = testCtx(db);
    await loadBank(ctx);
    const { large, people } = await makeWards(db);
    const theta = (n: number) => (n < 10 ? -1.5 : 1.5);
    const plans = people.large.slice(0, 20).map((personId, n): PlannedCheck => ({
      id: idOf(n),
      personId,
      unitId: large,
      day: '2026-10-05',
      minute: 540 + n,
      abilities: Object.fromEntries(['1', '2', '3', '4', '5'].map((area) => [area, theta(n)])),
    }));
    await sitChecks(ctx, plans);
    const found: number[] = [];
    for (const { id, personId } of plans) {
      const { same, steps } = await perform(replayResult, testCtx(db), { personId, sitting: id });
      expect([same, steps.length >= 15]).toEqual([true, true]);
      const { outcomes } = await perform(listResults, testCtx(db), { personId });
      expect(outcomes[0]?.overall.theta).toBeCloseTo(steps.at(-1)?.theta ?? NaN, 10);
      found.push(outcomes[0]?.overall.theta ?? NaN);
    }
    expect(Math.max(...found.slice(0, 10))).toBeLessThan(Math.min(...found.slice(10)));
    const most = await all(db, sql<{ asked: number }>`select exposure.asked from skills.exposure where exposure.item_id <> '' order by exposure.asked desc limit 1`);
    expect(most[0]?.asked).toBeLessThanOrEqual(10);
  });

  rolledBack('fill in the questionnaire the same way for the same id', async (db) => {
    const { large, people } = await makeWards(db);
    const [one = '', other = ''] = people.large;
    const plan = { unitId: large, day: '2026-10-05', minute: 600, leaning: 1 };
    await fillInQuestionnaires(
      testCtx(db),
      [
        { ...plan, id: idOf(1), personId: one },
        { ...plan, id: idOf(2), personId: other, leaning: -2 },
      ],
      [{ personId: one, unitId: large, day: '2026-10-05', at: Date.parse('2026-10-05T01:00:00Z'), levels: { '1': 2 } }],
    );
    const rows = await all(db, sql<{ knowledge: number }>`select awareness.knowledge from skills.awareness order by awareness.id`);
    expect(rows[0]?.knowledge).toBeGreaterThan(rows[1]?.knowledge ?? 101);
    expect(await all(db, sql`select rating.level from skills.self_rating as rating`)).toEqual([{ level: 2 }]);
  });
});
