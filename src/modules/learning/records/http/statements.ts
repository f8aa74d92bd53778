import { inTransaction } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { retainDocuments } from '#kernel/document/index.ts';
import { attachmentsIn, receiveAttachments, refuseMissing } from '../attachments.ts';
import { isObject, textIn, type JsonObject } from '../json.ts';
import type { Ready, Received } from '../model.ts';
import { boundaryOf, collect, partsOf } from '../multipart.ts';
import { prepare } from '../prepare.ts';
import { may, readParameters } from '../query.ts';
import { addAttachments } from '../read-store.ts';
import { checkSignatures } from '../signature.ts';
import { uuid } from '../check/values.ts';
import { LIMITS } from '../model.ts';
import { storeStatements } from '../write.ts';
import { bytesOf, plainJson, statementsIn, typeOf, type Answer, type Call } from './call.ts';

/** Stores one statement under the id in the address (part three, 2.1.1). */
export async function putStatement(call: Call): Promise<Answer> {
  const { statementId } = readParameters(call.params, ['statementId']);
  if (statementId === undefined) throw new Problem('invalid', 'learning-records.parameter-missing', { name: 'statementId' });
  uuid(statementId, 'statementId');
  await store(call, (value) => {
    if (!isObject(value)) throw new Problem('invalid', 'learning-records.at-not-object', { at: 'statement' });
    const own = textIn(value, 'id');
    if (own !== undefined && own.toLowerCase() !== statementId.toLowerCase()) throw new Problem('invalid', 'learning-records.other-id');
    return [{ ...value, id: value['id'] ?? statementId }];
  });
  return { status: 204 };
}

/** Stores statements (part three, 2.1.2); answers their ids in their order. */
export async function postStatements(call: Call): Promise<Answer> {
  readParameters(call.params, []);
  const ready = await store(call, statementsIn);
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(ready.map(({ statement }) => statement['id'])) };
}

async function store(call: Call, list: (value: unknown) => unknown[]): Promise<Ready[]> {
  if (!may(call.asker, 'statements/write')) throw new Problem('forbidden', 'learning-records.no-scope', { scope: 'statements/write' });
  const { given, received } = await read(call, list);
  const ready = prepare(given, call.version, call.asker);
  const statements = ready.map(({ statement }) => statement);
  refuseMissing(statements, received);
  // The signature is over what was sent, without what the store adds.
  for (const [index, one] of given.entries()) if (isObject(one)) checkSignatures(one, received, given.length === 1 ? '' : `${index}`, call.ctx.now);
  await inTransactionOf(call, ready, received);
  return ready;
}

async function read(call: Call, list: (value: unknown) => unknown[]): Promise<{ given: unknown[]; received: Received[] }> {
  const type = typeOf(call.headers);
  if (type === 'application/json') return { given: list(plainJson(await bytesOf(call))), received: [] };
  if (type !== 'multipart/mixed') throw new Problem('invalid', 'learning-records.wrong-type', { type: type === '' ? '–' : type });
  const parts = partsOf(call.body, boundaryOf(call.headers.get('content-type') ?? ''));
  const { value: first, done } = await parts.next();
  if (done === true || first.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new Problem('invalid', 'learning-records.first-part');
  }
  const given = list(plainJson(await collect(first.bytes, LIMITS.json)));
  const said = prepare(given, call.version, call.asker).flatMap(({ statement }) => attachmentsIn(statement));
  return { given, received: await receiveAttachments(call.ctx, parts, said) };
}

async function inTransactionOf({ ctx, asker }: Call, ready: readonly Ready[], received: readonly Received[]): Promise<void> {
  if (received.length === 0) {
    await storeStatements(ctx.db, ready, asker);
    return;
  }
  await inTransaction(ctx.db, async (db) => {
    const places = await storeStatements(db, ready, asker);
    const rows = ready.flatMap(({ id, statement }) => attachmentRows(places.get(id), statement, received));
    await retainDocuments(db, [...new Set(rows.map(({ documentId }) => documentId))], 'infinity');
    await addAttachments(db, rows);
  });
}

function attachmentRows(place: number | undefined, statement: JsonObject, received: readonly Received[]) {
  if (place === undefined) return [];
  const wanted = new Set(attachmentsIn(statement).map((one) => textIn(one, 'sha2')?.toLowerCase()));
  return received.filter(({ sha2 }) => wanted.has(sha2)).map(({ sha2, documentId, contentType }) => ({ place, sha2, documentId, contentType }));
}
