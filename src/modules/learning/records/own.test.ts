import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { all as rowsOf, sql, type Db } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { ANONYMOUS } from '#kernel/org/index.ts';
import { skills } from '#modules/skills/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown } from '#tests/town.ts';
import {
  agentOf,
  createRecordClient,
  eraseOwnRecords,
  issueLaunch,
  learning,
  listRecordClients,
  newSecret,
  readOwnRecords,
  recordStatements,
  revokeRecordClient,
} from '../index.ts';
import { asking, multipart, sha256, testClient } from './testing.ts';

const { rolledBack, inRolledBack } = await testDatabase();
declareTown(skills, learning);

const verb = { id: 'http://adlnet.gov/expapi/verbs/completed', display: { en: 'completed', vi: 'hoàn thành' } };
const activity = { id: 'http://example.com/lesson', definition: { name: { vi: 'Bài 1' } } };
const basic = ({ key, secret }: { key: string; secret: string }) => `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
const looksAt = (tx: Db, personId: string) =>
  rowsOf(tx, sql<{ operation: string }>`select audit.operation from kernel.look join kernel.audit on audit.id = look.audit_id where look.person_id = ${personId}`);

describe('clients', () => {
  test.each([
    ['administrator', undefined],
    ['training-officer', 'operation.not-allowed'],
    ['head-of-unit', 'operation.not-allowed'],
    ['official', 'operation.not-allowed'],
    [undefined, 'operation.sign-in-first'],
  ])('%s lets a program in: %s', async (role, code) => {
    await inRolledBack(async (tx) => {
      const town = await makeTown(tx);
      const actor = role === undefined ? ANONYMOUS : actorWith(town.binh, { role, unitId: town.city });
      const letIn = perform(createRecordClient, testCtx(tx, { actor }), { name: 'Hệ thống khác', scopes: ['all'], secretSha256: newSecret().secretSha256 });
      if (code === undefined) await expect(letIn).resolves.toMatchObject({ key: expect.any(String) });
      else await expect(letIn).rejects.toMatchObject({ code });
    });
  });

  rolledBack('a program that was let in may ask until it is shut out; neither its secret nor a hash is told', async (tx) => {
    const ctx = () => testCtx(tx);
    const { secret, secretSha256 } = newSecret();
    const { id, key } = await perform(createRecordClient, ctx(), { name: 'Hệ thống khác', scopes: ['statements/read'], secretSha256 });
    const ask = asking(tx, basic({ key, secret }));
    expect(await ask('GET', 'statements')).toMatchObject({ status: 200 });
    const listed = await perform(listRecordClients, ctx(), {});
    expect(listed).toMatchObject({ endpoint: 'http://localhost:3000/xapi/', clients: [{ id, key, scopes: ['statements/read'], revokedAt: null }] });
    expect(JSON.stringify(listed)).not.toContain(secretSha256);
    await perform(revokeRecordClient, ctx(), { id });
    expect(await ask('GET', 'statements')).toMatchObject({ status: 401 });
    await expect(perform(revokeRecordClient, ctx(), { id })).rejects.toMatchObject({ kind: 'missing' });
    await perform(createRecordClient, ctx(), { name: 'Hệ thống khác', scopes: ['all'], secretSha256: newSecret().secretSha256 });
    await expect(perform(createRecordClient, ctx(), { name: 'Không quyền', scopes: [], secretSha256 })).rejects.toMatchObject({ errors: [{ at: '/scopes' }] });
  });

  rolledBack('3.2.s3.b13: beyond its requests a minute a program is answered 429', async (tx) => {
    const { secret, secretSha256 } = newSecret();
    const { key } = await perform(createRecordClient, testCtx(tx), { name: 'Vội vàng', scopes: ['all'], secretSha256, mostPerMinute: 3 });
    const ask = asking(tx, basic({ key, secret }));
    const statuses: number[] = [];
    // The minute may end meanwhile, once.
    for (let turn = 0; turn < 8; turn += 1) statuses.push((await ask('GET', 'statements', { query: { limit: '1' } })).status);
    expect(statuses.slice(0, 3)).toEqual([200, 200, 200]);
    expect(statuses).toContain(429);
  });
});

rolledBack('the client of a launch speaks of its learner and registration only, and reads what is said of them', async (tx) => {
  const registration = randomUUID();
  const agent = { account: { homePage: 'http://localhost:3000/', name: randomUUID() } };
  const launch = await issueLaunch(testCtx(tx, { now: Temporal.Now.instant() }), { name: 'Gói', agent, registration, hours: 1 });
  const ask = asking(tx, basic(launch));
  const statement = { id: randomUUID(), actor: agent, verb, object: activity, context: { registration } };
  expect(await ask('POST', 'statements', { body: statement })).toMatchObject({ status: 200 });
  expect(await ask('POST', 'statements', { body: { ...statement, id: randomUUID(), actor: { mbox: 'mailto:x@example.com' } } })).toMatchObject({ status: 403 });
  expect(await ask('POST', 'statements', { body: { ...statement, id: randomUUID(), context: {} } })).toMatchObject({ status: 403 });
  const other = { ...statement, id: randomUUID(), context: { registration: randomUUID() } };
  await (
    await testClient(tx, 'all')
  )('POST', 'statements', { body: [other, { ...statement, id: randomUUID() }] });
  expect(await ask('GET', 'statements', { query: { statementId: other.id } })).toMatchObject({ status: 404 });
  expect(((await ask('GET', 'statements')).json as { statements: unknown[] }).statements).toHaveLength(2);
  expect(await ask('GET', 'statements', { query: { registration: other.context.registration } })).toMatchObject({ status: 403 });
  const shelf = { activityId: activity.id, stateId: 'bookmark' };
  expect(await ask('PUT', 'activities/state', { query: { ...shelf, agent, registration }, body: {} })).toMatchObject({ status: 204 });
  expect(await ask('PUT', 'activities/state', { query: { ...shelf, agent: { mbox: 'mailto:x@example.com' } }, body: {} })).toMatchObject({ status: 403 });
});

rolledBack('who reads statements of others leaves a line that the person sees; what a program wrote itself it reads without', async (tx) => {
  const town = await makeTown(tx);
  const ctx = testCtx(tx);
  const [id] = await recordStatements(ctx, [{ actor: await agentOf(ctx, town.binh), verb, object: activity }]);
  const [reader, writer] = [await testClient(tx, 'statements/read'), await testClient(tx, 'statements/write', 'statements/read/mine')];
  await writer('GET', 'statements');
  expect(await looksAt(tx, town.binh)).toEqual([]);
  await reader('GET', 'statements', { query: { statementId: id } });
  expect(await looksAt(tx, town.binh)).toEqual([{ operation: 'learning.read-statements' }]);
});

describe('one’s own records', () => {
  rolledBack('a person sees what is held, and erases it: voided, nameless, without result, attachments and state; others keep theirs', async (tx) => {
    const town = await makeTown(tx);
    const ctx = testCtx(tx);
    const as = (person: string) => testCtx(tx, { actor: actorWith(person) });
    const [actor, other] = [await agentOf(ctx, town.binh), await agentOf(ctx, town.dung)];
    const bytes = 'bài làm của Bình';
    const attachment = { usageType: 'http://example.com/u', display: { vi: 'Bài làm' }, contentType: 'text/plain', length: Buffer.byteLength(bytes), sha2: sha256(bytes) };
    const client = await testClient(tx, 'all');
    const sent = { id: randomUUID(), actor, verb, object: activity, result: { response: 'lời của Bình' }, attachments: [attachment] };
    await client('POST', 'statements', multipart(sent, [{ bytes }]));
    const taught = { id: randomUUID(), actor: other, verb, object: activity, context: { instructor: actor } };
    const others = { id: randomUUID(), actor: other, verb, object: activity };
    const comment = { id: randomUUID(), actor: other, verb, object: { objectType: 'StatementRef', id: sent.id } };
    await recordStatements(ctx, [taught, others, comment]);
    await client('PUT', 'activities/state', { query: { activityId: activity.id, stateId: 'x', agent: actor }, body: { note: 'Bình' } });
    const seen = await perform(readOwnRecords, as(town.binh), {});
    expect(seen).toMatchObject({ count: 2, statements: [{ id: taught.id }, { id: sent.id, verb: 'hoàn thành', object: 'Bài 1', source: expect.any(String) }], next: null });

    await expect(perform(eraseOwnRecords, as(town.binh), { confirm: false })).rejects.toMatchObject({ kind: 'invalid' });
    expect(await perform(eraseOwnRecords, as(town.binh), { confirm: true })).toEqual({ erased: 2, left: 0 });
    const name = (actor['account'] as { name: string }).name;
    const texts = await rowsOf(tx, sql<{ body: string }>`select statement.body from learning.statement`);
    expect(texts.length).toBeGreaterThan(4);
    expect(texts.filter(({ body }) => body.includes(name) || body.includes('lời của Bình'))).toEqual([]);
    const kept = await client('GET', 'statements', { query: { voidedStatementId: sent.id, attachments: 'true' } });
    expect(kept.text).toContain('"name":"erased"');
    expect(kept.text).not.toContain(bytes);
    expect(await client('GET', 'activities/state', { query: { activityId: activity.id, stateId: 'x', agent: actor } })).toMatchObject({ status: 404 });
    expect((await client('GET', 'statements', { query: { agent: actor, related_agents: 'true' } })).json).toMatchObject({ statements: [] });
    expect(await perform(readOwnRecords, as(town.binh), {})).toMatchObject({ account: null, count: 0 });
    expect(await perform(readOwnRecords, as(town.dung), {})).toMatchObject({ count: 2 });
    expect(await agentOf(ctx, town.binh)).not.toEqual(actor);
  });

  test('nobody but the person: without signing in there is nothing', async () => {
    await inRolledBack(async (tx) => {
      const nobody = () => testCtx(tx, { actor: ANONYMOUS });
      await expect(perform(readOwnRecords, nobody(), {})).rejects.toMatchObject({ code: 'operation.sign-in-first' });
      await expect(perform(eraseOwnRecords, nobody(), { confirm: true })).rejects.toMatchObject({ code: 'operation.sign-in-first' });
    });
  });
});
