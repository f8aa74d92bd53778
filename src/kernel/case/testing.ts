// A program of its own for tests: takes steps of cases without end, until somebody kills it. Prints each step it was told is done.
import { connect, APP_ROLE } from '#base/db/index.ts';
import { declareFacts } from '#kernel/fact/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { declareProcedures, StepFact } from '#kernel/procedure/index.ts';
import { application } from '#kernel/procedure/testing.ts';
import { testCtx } from '#tests/ctx.ts';
import { caseStep } from './index.ts';

const [url = '', ...ids] = process.argv.slice(2);
declareProcedures([{ versions: [application] }]);
declareFacts([{ name: application.fact, data: StepFact }], () => []);
const db = connect(url, { role: APP_ROLE, max: 4 });
const numbers = new Map(ids.map((id) => [id, 0]));

async function walk(id: string): Promise<void> {
  for (let step = 'accept'; ; step = step === 'ask-supplement' ? 'supplement' : 'ask-supplement') {
    const expected = numbers.get(id) ?? 0;
    const { number } = await perform(caseStep, testCtx(db), { id, expected, step, reason: 'thử' });
    numbers.set(id, number);
    process.stdout.write(`${id} ${number}\n`);
  }
}

await Promise.all(ids.map(walk));
