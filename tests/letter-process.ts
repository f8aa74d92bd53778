// A process that takes cases through steps and letters on the database it is given, and says each thing when it is acknowledged: `case step number`. For tests/letter-kill.test.ts, which kills it.
import { APP_ROLE, connect } from '#base/db/index.ts';
import { caseRead, caseStep } from '#kernel/case/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { lodgeAppeal } from '#modules/transition/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { declareAll, draft, signBy } from '#tests/transition.ts';
import { actorWith } from './ctx.ts';

const [url = '', caseId = '', employer = '', worker = '', city = ''] = process.argv.slice(2);
declareAll();
const db = connect(url, { role: APP_ROLE, max: 4 });
const head = () => testCtx(db, { actor: actorWith(employer, { role: 'head-of-unit', unitId: city }) });
const person = () => testCtx(db, { actor: actorWith(worker) });
const say = (id: string, what: string, number: number) => process.stdout.write(`${id} ${what} ${number}\n`);

async function step(ctx: ReturnType<typeof head>, name: string): Promise<void> {
  const { number } = await caseRead.run(testCtx(db), { id: caseId });
  const taken = await perform(caseStep, ctx, { id: caseId, expected: number, step: name, reason: 'thử' });
  say(caseId, name, taken.number);
}

async function offer(): Promise<void> {
  const letter = await draft(head(), caseId, 'retraining-offer', 'offer-retraining');
  say(letter, 'drafted', 0);
  await signBy(head(), letter);
  say(letter, 'signed', 0);
}

async function appeal(): Promise<void> {
  const { id } = await perform(lodgeAppeal, person(), { id: caseId, body: 'Tính thiếu hai năm' });
  say(id, 'open', 0);
  const answer = await draft(head(), id, 'appeal-answer', 'uphold');
  await signBy(head(), answer);
  say(answer, 'signed', 0);
}

// The case goes round, from wherever the process before was killed: offer by letter, an appeal answered by letter, new work, back again.
for (;;) {
  const { state } = await caseRead.run(testCtx(db), { id: caseId });
  if (state.name === 'opened') await offer();
  if (state.name === 'offered') {
    await appeal();
    await step(head(), 'redeploy');
  }
  if (state.name === 'redeployed') await step(person(), 'come-back');
}
