import Type from 'typebox';
import { addDays } from '#base/day/index.ts';
import { Problem } from '#base/problem/index.ts';
import { retainDocuments } from '#kernel/document/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { closed, nullable } from '../model.ts';
import { learnerOf } from '../player/acts.ts';
import { isObject, objectIn, stable, textIn, type JsonObject } from './json.ts';
import { agentKey, identifierOf } from './keys.ts';
import { VOIDED } from './model.ts';
import { countAbout, dropAccount, dropAttachments, dropDocumentsOf, forgetAgent, listAbout, replaceBodies, type OwnRow } from './own-store.ts';
import { accountAgent, findAccount } from './people.ts';
import { ourselves, recordStatements } from './record.ts';
import { bodyOf } from './write.ts';
import { voidStatements } from './write-store.ts';

const Text = (description: string) => Type.String({ description });
const LINES = 50;
/** Statements that are erased in one go; more are erased by asking again. */
const AT_ONCE = 2_000;

/** What the store holds about the asker. */
export const readOwnRecords = operation({
  name: 'learning.read-own-records',
  summary: 'The statements of the learning record store that speak of the asker, newest first.',
  kind: 'read',
  http: 'GET /learning/own-records',
  permission: 'signed-in',
  input: Type.Object({ before: Type.Optional(Type.String({ maxLength: 60, description: 'Where the page goes on, as `next` of the page before' })) }, closed),
  output: Type.Object(
    {
      account: nullable(Text('Name by which the statements speak of the asker')),
      count: Type.Integer({ description: 'How many there are' }),
      statements: Type.Array(
        Type.Object(
          {
            id: Text('Statement'),
            at: Text('When it happened'),
            verb: Text('What was done, in words or as the address of the verb'),
            object: Text('With what: its name, or its address'),
            source: nullable(Text('Program that reported it; null: Khuê itself')),
            body: Text('The whole statement as JSON'),
          },
          closed,
        ),
      ),
      next: nullable(Text('Where the next page goes on')),
    },
    closed,
  ),
  run: async (ctx, { before }) => {
    const account = await findAccount(ctx.db, learnerOf(ctx));
    if (account === undefined) return { account: null, count: 0, statements: [], next: null };
    const agent = agentKey(accountAgent(ctx, account)) ?? '';
    const [, stored, place] = /^(.+Z)_(\d{1,15})$/.exec(before ?? '') ?? [];
    const rows = await listAbout(ctx.db, agent, stored === undefined ? undefined : { stored, place: Number(place) }, LINES + 1);
    const page = rows.slice(0, LINES);
    const last = page.at(-1);
    const next = rows.length > LINES && last !== undefined ? `${last.stored}_${last.place}` : null;
    return { account, count: await countAbout(ctx.db, agent), statements: page.map((row) => lineOf(ctx, row)), next };
  },
});

function lineOf({ locale }: Pick<Ctx, 'locale'>, row: OwnRow) {
  const statement = bodyOf(row);
  const [verb, object] = [objectIn(statement, 'verb'), objectIn(statement, 'object')];
  return {
    id: row.id,
    at: textIn(statement, 'timestamp') ?? row.stored,
    verb: inWords(objectIn(verb, 'display'), locale) ?? textIn(verb, 'id') ?? '',
    object: inWords(objectIn(objectIn(object, 'definition'), 'name'), locale) ?? textIn(object, 'id') ?? textIn(object, 'objectType') ?? '',
    source: row.clientName,
    body: JSON.stringify(statement, null, 2),
  };
}

function inWords(map: JsonObject | undefined, locale: string): string | undefined {
  const tag = Object.keys(map ?? {}).find((one) => one === locale || one.startsWith(`${locale}-`)) ?? Object.keys(map ?? {})[0];
  return tag === undefined ? undefined : textIn(map, tag);
}

/** Erases what the store holds about the asker (decision 23). */
export const eraseOwnRecords = operation({
  name: 'learning.erase-own-records',
  summary:
    'Erase what the learning record store holds about the asker: statements are voided and lose their name, result, context and attachments; documents are deleted. Completed courses stay.',
  kind: 'write',
  http: 'POST /learning/own-records/erasure',
  permission: 'signed-in',
  input: Type.Object({ confirm: Type.Boolean({ description: 'That it is meant' }) }, closed),
  output: Type.Object(
    { erased: Type.Integer({ description: 'Statements that were erased' }), left: Type.Integer({ description: 'Statements still to be erased by asking again' }) },
    closed,
  ),
  trace: (_input, { erased }) => ({ detail: { erased } }),
  run: async (ctx, { confirm }) => {
    if (!confirm) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/confirm', code: 'learning-records.confirm-needed' }]);
    const personId = learnerOf(ctx);
    const account = await findAccount(ctx.db, personId);
    if (account === undefined) return { erased: 0, left: 0 };
    const agent = accountAgent(ctx, account);
    const erased = await erase(ctx, agentKey(agent) ?? '');
    const left = await countAbout(ctx.db, agentKey(agent) ?? '');
    if (left > 0) return { erased, left };
    await forgetAgent(ctx.db, agentKey(agent) ?? '', undefined);
    await dropDocumentsOf(ctx.db, identifierOf(agent) ?? '');
    await dropAccount(ctx.db, personId, stable(agent));
    return { erased, left };
  },
});

async function erase(ctx: Ctx, agent: string): Promise<number> {
  const rows = await listAbout(ctx.db, agent, undefined, AT_ONCE);
  if (rows.length === 0) return 0;
  const statements = rows.map((row) => ({ id: row.id, statement: bodyOf(row) }));
  const ordinary = statements.filter(({ statement }) => textIn(objectIn(statement, 'verb'), 'id') !== VOIDED);
  const { authority } = ourselves(ctx);
  const display = { vi: 'hủy', en: 'voided' };
  await recordStatements(
    ctx,
    ordinary.map(({ id }) => ({ actor: authority, verb: { id: VOIDED, display }, object: { objectType: 'StatementRef', id } })),
  );
  await voidStatements(
    ctx.db,
    ordinary.map(({ id }) => id),
  );
  await replaceBodies(
    ctx.db,
    statements.map(({ id, statement }) => ({ id, body: JSON.stringify(nameless(ctx, statement)) })),
  );
  const places = rows.map(({ place }) => place);
  await forgetAgent(ctx.db, agent, places);
  const documents = await dropAttachments(ctx.db, places);
  await retainDocuments(ctx.db, documents, addDays(ctx.today, -1));
  return rows.length;
}

/** What remains of an erased statement: which kind of thing was done when, by nobody in particular. */
function nameless(ctx: Pick<Ctx, 'services'>, statement: JsonObject): JsonObject {
  const { id, verb, object, timestamp, stored, version, authority } = statement;
  const kept = isObject(object) && ['Activity', 'StatementRef'].includes(textIn(object, 'objectType') ?? 'Activity');
  const about = kept ? object : { objectType: 'Activity', id: `${ctx.services.publicUrl}/xapi/activities/erased` };
  return { id, actor: accountAgent(ctx, 'erased'), verb, object: about, timestamp, stored, version, authority };
}
