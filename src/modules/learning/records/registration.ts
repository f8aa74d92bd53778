import { createHash } from 'node:crypto';
import type { Db } from '#base/db/index.ts';
import { lockDocument, putRecordDocument } from './document-store.ts';
import { isObject, type JsonObject } from './json.ts';
import { identifierOf } from './keys.ts';
import { listGiven } from './read-store.ts';

/** Most statements of one registration that are looked at. */
const MOST = 2_000;

/** The statements of a registration (UUID) that are not voided, in order of storing; at most 2,000. For modules that must know what a package reported. */
export async function listOfRegistration(db: Db, registration: string): Promise<JsonObject[]> {
  const open = { agent: undefined, account: undefined, verb: undefined, activity: undefined, since: undefined, until: undefined, mine: undefined, after: undefined };
  const rows = await listGiven(db, { ...open, registration, relatedActivities: false, relatedAgents: false, limit: MOST, ascending: true }, undefined);
  return rows.flatMap(({ body }): JsonObject[] => {
    const statement: unknown = JSON.parse(body);
    return isObject(statement) ? [statement] : [];
  });
}

/** Keeps a JSON document of the state resource for an agent, an activity and a registration, in place of the one before. */
export async function putState(db: Db, at: { activity: string; agent: JsonObject; registration: string; name: string }, content: JsonObject): Promise<void> {
  const shelf = { kind: 'state' as const, activity: at.activity, agent: identifierOf(at.agent) ?? '', registration: at.registration };
  const bytes = Buffer.from(JSON.stringify(content));
  await lockDocument(db, shelf, at.name);
  await putRecordDocument(db, shelf, at.name, { content: bytes, contentType: 'application/json', etag: createHash('sha1').update(bytes).digest('hex') });
}
