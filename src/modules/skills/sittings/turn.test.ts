import { beforeAll, expect } from 'vitest';
import { perform } from '#kernel/operation/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown, type Town } from '#tests/town.ts';
import { loadBank } from '../bank/index.ts';
import { skills } from '../index.ts';
import { getBankVersion, getSitting, startSitting } from './index.ts';
import { turnOf } from './state.ts';
import { sitThrough } from './testing.ts';
import { currentTurn } from './turn.ts';

const { db, rolledBack } = await testDatabase();
let town: Town;

beforeAll(async () => {
  declareTown(skills);
  await loadBank(testCtx(db));
  town = await makeTown(db);
});

rolledBack('a sitting remembers what it asks exactly as it is worked out, at any minute and after an answer that was taken back', async (tx) => {
  const ctx = testCtx(tx, { actor: actorWith(town.binh) });
  const { id } = await perform(startSitting, ctx, { mode: 'check' });
  await sitThrough(ctx, id, (_item, number) => number % 2 === 0, { most: 20 });
  const whole = await getSitting(tx, id);
  const { items } = await getBankVersion(tx, whole.bankVersionId);
  for (const turned of [false, true]) {
    for (let many = 0; many <= whole.answers.length; many++) {
      const answers = whole.answers.slice(0, many).map((answer) => ({ ...answer, correct: answer.correct !== turned }));
      for (const minutes of [0, 39.999, 40, 400]) expect(await currentTurn(tx, { ...whole, answers }, minutes)).toEqual(turnOf({ ...whole, answers }, items, minutes));
    }
  }
});
