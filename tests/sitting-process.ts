// A process that keeps answers on a PostgreSQL of its own in the folder it is given, and says of each when it is acknowledged: `sitting number`. For tests/sitting-kill.test.ts, which kills it.
import { APP_ROLE, connect } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { answerQuestion, loadBank, readSitting, skills, startSitting } from '#modules/skills/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { declareTown, makeTown } from '#tests/town.ts';

const server = await startPostgres({ folder: process.argv[2] ?? '', onProgress: () => undefined });
await migrate(server.url, 'migrations');
declareTown(skills);
const db = connect(server.url, { role: APP_ROLE });
await loadBank(testCtx(db));
const { hanh, binh, dung } = await makeTown(db);

await Promise.all(
  [hanh, binh, dung].map(async (personId) => {
    const ctx = () => testCtx(db, { actor: actorWith(personId), now: Temporal.Now.instant(), requestId: newId() });
    for (;;) {
      const { id } = await perform(startSitting, ctx(), { mode: 'practice' });
      for (let view = await perform(readSitting, ctx(), { id }); view.question !== null; view = await perform(readSitting, ctx(), { id })) {
        const { number } = await perform(answerQuestion, ctx(), { id, number: view.number, item: view.question.id, answer: {}, skip: true });
        process.stdout.write(`${id} ${number}\n`);
      }
    }
  }),
);
