import { randomBytes } from 'node:crypto';
import { found, Problem } from '#base/problem/index.ts';
import { openDocument } from '#kernel/document/index.ts';
import { writeAudit } from '#kernel/audit/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { readDefinitions } from '../definitions.ts';
import { definedIn, wantedIn, toCanonical, toIds } from '../format.ts';
import { objectIn, textIn, type JsonObject } from '../json.ts';
import { agentKey } from '../keys.ts';
import { homePageOf } from '../people.ts';
import { may, moreOf, readQuery, type Look, type Query } from '../query.ts';
import { findClientId, findStatement, listAttachments, listGiven, listPeopleOf, type Assertor, type Given } from '../read-store.ts';
import { bodyOf } from '../write.ts';
import { httpDate, isStrict, type Answer, type Call } from './call.ts';

/** Gives out one statement or those that answer a question (part three, 2.1.3). */
export async function getStatements(call: Call): Promise<Answer> {
  const { one, query, look } = readQuery(call.params, isStrict(call));
  const mine = mineOf(call);
  if (one !== undefined) {
    const given = found(await findStatement(call.ctx.db, one.id, one.voided, call.asker.agent === undefined ? mine : undefined), 'learning-records.no-statement');
    refuseOtherLearner(call, bodyOf(given));
    await noteLook(call, [given], mine);
    return answer(call, [given], look, ([text = '']) => text, { 'last-modified': httpDate(given.stored) });
  }
  const asked = narrowed(call, query, mine);
  const rows = await listGiven(call.ctx.db, asked, await assertorOf(call.ctx, query));
  const page = rows.slice(0, query.limit);
  await noteLook(call, page, mine);
  const last = page.at(-1);
  const more = rows.length > query.limit && last !== undefined ? moreOf(call.path, call.params, last) : '';
  return answer(call, page, look, (texts) => `{"statements":[${texts.join(',')}],"more":${JSON.stringify(more)}}`, {});
}

/** The client whose statements alone may be read; undefined when all may be. Throws `forbidden` when none may. */
function mineOf({ asker }: Call): string | undefined {
  if (may(asker, 'statements/read', 'all/read')) return undefined;
  if (asker.clientId !== undefined && may(asker, 'statements/read/mine')) return asker.clientId;
  throw new Problem('forbidden', 'learning-records.no-scope', { scope: 'statements/read' });
}

/** What a launch may ask: statements of its learner in its registration, whichever launch wrote them. */
function narrowed({ asker }: Call, query: Query, mine: string | undefined): Query {
  if (asker.agent === undefined) return { ...query, mine };
  const own = agentKey(asker.agent);
  if ((query.agent ?? own) !== own || (query.registration ?? asker.registration) !== asker.registration) throw new Problem('forbidden', 'learning-records.other-learner');
  return { ...query, agent: own, registration: asker.registration };
}

function refuseOtherLearner({ asker }: Call, statement: JsonObject): void {
  if (asker.agent === undefined) return;
  const actor = objectIn(statement, 'actor');
  const registration = textIn(objectIn(statement, 'context'), 'registration')?.toLowerCase();
  const own = actor !== undefined && agentKey(actor) === agentKey(asker.agent) && registration === asker.registration;
  if (!own) throw new Problem('missing', 'learning-records.no-statement');
}

/** Which client of ours an agent is, when it is asked for in every part of statements. */
async function assertorOf(ctx: Ctx, { account, relatedAgents }: Query): Promise<Assertor | undefined> {
  if (!relatedAgents || account === undefined || account.homePage !== homePageOf(ctx)) return undefined;
  if (account.name === 'khue') return { clientId: null };
  const clientId = account.name.startsWith('client:') ? await findClientId(ctx.db, account.name.slice('client:'.length)) : undefined;
  return clientId === undefined ? undefined : { clientId };
}

/** Whoever reads what others wrote leaves a line in the audit, and the people of the city it is about see it. */
async function noteLook({ ctx, asker }: Call, page: readonly Given[], mine: string | undefined): Promise<void> {
  if (mine !== undefined || asker.agent !== undefined || page.length === 0) return;
  const lookedAt = await listPeopleOf(
    ctx.db,
    page.map(({ place }) => place),
  );
  const line = { operation: 'learning.read-statements', outcome: 'done', actor: ctx.actor, requestId: ctx.requestId } as const;
  await writeAudit(ctx.db, { ...line, subject: asker.clientId, detail: { statements: page.length }, lookedAt });
}

async function answer(call: Call, page: readonly Given[], look: Look, whole: (texts: string[]) => string, headers: Record<string, string>): Promise<Answer> {
  const text = whole(await textsOf(call, page, look));
  if (!look.attachments) return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body: text };
  const attachments = await listAttachments(
    call.ctx.db,
    page.map(({ place }) => place),
  );
  const boundary = randomBytes(18).toString('hex');
  return { status: 200, headers: { 'content-type': `multipart/mixed; boundary=${boundary}`, ...headers }, body: multipart(call.ctx, boundary, text, attachments) };
}

/** The statements as JSON in the form that was asked for; exactly is as they are stored. */
async function textsOf({ ctx, headers }: Call, page: readonly Given[], { format }: Look): Promise<string[]> {
  if (format === 'exact') return page.map(({ body }) => body);
  const statements = page.map(bodyOf);
  if (format === 'ids') return statements.map((one) => JSON.stringify(toIds(one)));
  const definitions = await readDefinitions(ctx.db, definedIn(statements));
  const languages = wantedIn(headers.get('accept-language'));
  return statements.map((one) => JSON.stringify(toCanonical(one, definitions, languages)));
}

async function* multipart(ctx: Ctx, boundary: string, text: string, attachments: Awaited<ReturnType<typeof listAttachments>>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`--${boundary}\r\nContent-Type: application/json\r\n\r\n${text}`);
  for (const { sha2, documentId, contentType } of attachments) {
    const head = ['', `--${boundary}`, `Content-Type: ${contentType}`, 'Content-Transfer-Encoding: binary', `X-Experience-API-Hash: ${sha2}`, '', ''];
    yield Buffer.from(head.join('\r\n'));
    yield* (await openDocument(ctx, documentId)).bytes;
  }
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}
