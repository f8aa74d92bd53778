import { expect } from 'vitest';
import { all, sql } from '#base/db/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown } from '#tests/town.ts';
import { skills } from '#modules/skills/index.ts';
import { learning } from '../index.ts';
import { askerOf, issueLaunch } from './credential.ts';
import { agentOf } from './people.ts';
import { recordStatements } from './record.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);

const verb = { id: 'http://adlnet.gov/expapi/verbs/completed' };

rolledBack('a module records what a person did, in its own transaction, under an opaque name', async (tx) => {
  const town = await makeTown(tx);
  const ctx = testCtx(tx);
  const actor = await agentOf(ctx, town.binh);
  expect(await agentOf(ctx, town.binh)).toEqual(actor);
  expect(JSON.stringify(actor)).not.toContain(town.binh);
  const [id] = await recordStatements(ctx, [{ actor, verb, object: { id: 'http://localhost:3000/x' } }]);
  const rows = await all(tx, sql<{ id: string; body: string }>`select statement.id, statement.body from learning.statement`);
  expect(rows.map((row) => row.id)).toEqual([id]);
  expect(JSON.parse(rows[0]?.body ?? '')).toMatchObject({ id, actor, verb, version: '2.0.0', authority: { account: { name: 'khue' } } });
  await expect(recordStatements(ctx, [{ actor, verb }])).rejects.toMatchObject({ kind: 'invalid', code: 'learning-records.at-missing-property', values: { at: 'object' } });
});

rolledBack('the credential of a launch is proven by its secret, until it runs out', async (tx) => {
  const ctx = testCtx(tx, { now: Temporal.Now.instant() });
  const launch = { name: 'Gói học', agent: { account: { homePage: 'http://localhost:3000/', name: 'a' } }, registration: '018f0000-0000-7000-8000-000000000001' };
  const { key, secret, clientId } = await issueLaunch(ctx, { ...launch, hours: 1 });
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  expect(await askerOf(ctx, basic(`${key}:${secret}`))).toMatchObject({ asker: { clientId, agent: launch.agent, registration: launch.registration } });
  for (const wrong of [null, 'Basic', basic(`${key}:`), basic(`${key}:${secret}x`), basic(`x:${secret}`), basic(':'), `Bearer ${secret}`]) {
    await expect(askerOf(ctx, wrong)).rejects.toMatchObject({ code: 'learning-records.no-credential' });
  }
  const over = await issueLaunch(ctx, { ...launch, hours: -1 });
  await expect(askerOf(ctx, basic(`${over.key}:${over.secret}`))).rejects.toMatchObject({ code: 'learning-records.no-credential' });
});
