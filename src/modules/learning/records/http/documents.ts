import { createHash } from 'node:crypto';
import { inTransaction } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { dropRecordDocuments, findRecordDocument, listRecordDocuments, lockDocument, putRecordDocument, type RecordDocument, type Shelf } from '../document-store.ts';
import { isObject, type JsonObject } from '../json.ts';
import { agentKey, identifierOf } from '../keys.ts';
import { LIMITS, type Scope } from '../model.ts';
import { may, momentIn, readAgent, readParameters } from '../query.ts';
import { agent as checkAgent } from '../check/parts.ts';
import { iri, uuid } from '../check/values.ts';
import { bytesOf, httpDate, isStrict, json, jsonAnswer, typeOf, type Answer, type Call } from './call.ts';

type Kind = Shelf['kind'];
type Resource = { scope: Scope; name: string; activity: boolean; agent: boolean; registration: boolean };

const RESOURCES: Record<Kind, Resource> = {
  state: { scope: 'state', name: 'stateId', activity: true, agent: true, registration: true },
  'agent-profile': { scope: 'profile', name: 'profileId', activity: false, agent: true, registration: false },
  'activity-profile': { scope: 'profile', name: 'profileId', activity: true, agent: false, registration: false },
};

/** Answers a request for the documents of a resource (part three, 2.2, 2.3, 2.6, 2.7). */
export async function answerDocuments(kind: Kind, call: Call): Promise<Answer> {
  const { scope } = RESOURCES[kind];
  const reading = call.method === 'GET';
  if (!may(call.asker, scope, ...(reading ? (['all/read'] as const) : []))) throw new Problem('forbidden', 'learning-records.no-scope', { scope });
  const { shelf, name, since } = readShelf(kind, call);
  if (reading) return name === undefined ? listNames(call, shelf, since) : getOne(call, shelf, name);
  if (call.method === 'DELETE') return drop(kind, call, shelf, name);
  return keep(kind, call, shelf, found(name, 'learning-records.parameter-missing', { name: RESOURCES[kind].name }));
}

function readShelf(kind: Kind, call: Call): { shelf: Shelf; name: string | undefined; since: string | undefined } {
  const resource = RESOURCES[kind];
  const named = call.params.has(resource.name);
  const known = [
    resource.name,
    ...(resource.activity ? ['activityId'] : []),
    ...(resource.agent ? ['agent'] : []),
    ...(resource.registration ? ['registration'] : []),
    ...(call.method === 'GET' && !named ? ['since'] : []),
  ];
  const read = readParameters(call.params, known);
  for (const name of ['activityId', 'agent']) {
    if (known.includes(name) && read[name] === undefined) throw new Problem('invalid', 'learning-records.parameter-missing', { name });
  }
  if ((call.method === 'PUT' || call.method === 'POST' || (call.method === 'DELETE' && kind !== 'state')) && !named) {
    throw new Problem('invalid', 'learning-records.parameter-missing', { name: resource.name });
  }
  if (read['activityId'] !== undefined) iri(read['activityId'], 'activityId');
  if (read['registration'] !== undefined) uuid(read['registration'], 'registration');
  const agent = read['agent'] === undefined ? undefined : readAgent(read['agent'], 'agent');
  if (agent !== undefined) checkAgent(agent, 'agent');
  refuseBeyondLaunch(call, agent, read['registration']);
  const shelf = {
    kind,
    activity: read['activityId'] ?? '',
    agent: agent === undefined ? '' : (identifierOf(agent) ?? ''),
    registration: read['registration']?.toLowerCase() ?? '',
  };
  return { shelf, name: read[resource.name], since: momentIn(read, 'since', isStrict(call)) };
}

function refuseBeyondLaunch({ asker }: Call, agent: JsonObject | undefined, registration: string | undefined): void {
  if (asker.agent === undefined || agent === undefined) return;
  const other = registration !== undefined && registration.toLowerCase() !== asker.registration;
  if (agentKey(agent) !== agentKey(asker.agent) || other) throw new Problem('forbidden', 'learning-records.other-learner');
}

async function getOne({ ctx }: Call, shelf: Shelf, name: string): Promise<Answer> {
  const { content, contentType, etag, updatedAt } = found(await findRecordDocument(ctx.db, shelf, name), 'learning-records.no-document');
  return { status: 200, headers: { 'content-type': contentType, etag: `"${etag}"`, 'last-modified': httpDate(updatedAt) }, body: Buffer.from(content) };
}

async function listNames({ ctx }: Call, shelf: Shelf, since: string | undefined): Promise<Answer> {
  const rows = await listRecordDocuments(ctx.db, shelf, since);
  const names = rows.map(({ name }) => name);
  const [newest] = rows;
  const etag = `"${etagOf(Buffer.from(JSON.stringify(names)))}"`;
  return jsonAnswer(names, { etag, ...(newest === undefined ? {} : { 'last-modified': httpDate(newest.updatedAt) }) });
}

async function drop(kind: Kind, { ctx, headers }: Call, shelf: Shelf, name: string | undefined): Promise<Answer> {
  await inTransaction(ctx.db, async (db) => {
    if (name !== undefined) {
      await lockDocument(db, shelf, name);
      refuseOutdated(headers, await findRecordDocument(db, shelf, name));
    }
    await dropRecordDocuments(db, shelf, name);
  });
  return { status: 204 };
}

async function keep(kind: Kind, call: Call, shelf: Shelf, name: string): Promise<Answer> {
  const content = await bytesOf(call, LIMITS.document);
  const contentType = call.headers.get('content-type') ?? 'application/octet-stream';
  const isJson = typeOf(call.headers) === 'application/json';
  const posted = isJson ? json(content) : undefined;
  await inTransaction(call.ctx.db, async (db) => {
    await lockDocument(db, shelf, name);
    const held = await findRecordDocument(db, shelf, name);
    refuseOutdated(call.headers, held);
    if (call.method === 'PUT') refuseBlind(kind, call, held);
    const merged = call.method === 'POST' ? mergedContent(held, posted) : undefined;
    const kept = merged ?? content;
    await putRecordDocument(db, shelf, name, { content: kept, contentType, etag: etagOf(kept) });
  });
  return { status: 204 };
}

/** The ETag of a document: the SHA-1 of its bytes (part three, 3.1). */
function etagOf(content: Uint8Array): string {
  return createHash('sha1').update(content).digest('hex');
}

/** Top-level fields of what is posted replace those of what is there (part three, 2.2); undefined when nothing is there. */
function mergedContent(held: RecordDocument | undefined, posted: unknown): Buffer | undefined {
  if (posted !== undefined && !isObject(posted)) throw new Problem('invalid', 'learning-records.no-merge');
  if (held === undefined) return undefined;
  const there: unknown = held.contentType.split(';')[0]?.trim().toLowerCase() === 'application/json' ? json(held.content) : undefined;
  if (!isObject(posted) || !isObject(there)) throw new Problem('invalid', 'learning-records.no-merge');
  return Buffer.from(JSON.stringify({ ...there, ...posted }));
}

/** The preconditions of a request (part three, 3.1; RFC 9110, 13.1): 412 when they do not hold. */
function refuseOutdated(headers: Headers, held: RecordDocument | undefined): void {
  const tags = (header: string): string[] => header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  const matches = (header: string): boolean => held !== undefined && (header.trim() === '*' || tags(header).includes(`"${held.etag}"`));
  const [match, noneMatch] = [headers.get('if-match'), headers.get('if-none-match')];
  if ((match !== null && !matches(match)) || (noneMatch !== null && matches(noneMatch))) throw new Problem('conflict', 'learning-records.precondition');
}

/** A document is not replaced by somebody who has not seen it: 409; the state of xAPI 1.0.3 may be. */
function refuseBlind(kind: Kind, { headers, version }: Call, held: RecordDocument | undefined): void {
  if (held === undefined || (kind === 'state' && version === '1.0')) return;
  if (headers.get('if-match') === null && headers.get('if-none-match') === null) throw new Problem('conflict', 'learning-records.blind');
}
