import Type from 'typebox';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { closed } from '../model.ts';
import { objectIn, textIn, type JsonObject } from '../records/json.ts';
import { agentOf } from '../records/people.ts';
import { listOfRegistration, putState } from '../records/registration.ts';
import type { Item } from './model.ts';
import { ownSession } from './play.ts';
import { isDone, movesOn } from './rules.ts';
import { settleAttempt } from './settle.ts';
import { durationOf, packageIri, recordPlayed, VERBS, type Told } from './statements.ts';
import { listParts, putPart, type Part, type Session, type StoredPackage } from './store.ts';

const CMI5 = 'https://w3id.org/xapi/cmi5/context';
const CATEGORY = [{ id: `${CMI5}/categories/cmi5` }];
const SESSION = `${CMI5}/extensions/sessionid`;

/** Launches a unit of a cmi5 package. */
export const launchUnit = operation({
  name: 'learning.launch-unit',
  summary: 'Launch a unit of an open cmi5 package: its launch data are laid ready and the launch is recorded (cmi5, 8 to 10). The credential is fetched by the unit itself, once.',
  kind: 'write',
  http: 'POST /learning/openings/{id}/launches',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Opening' }), item: Type.String({ maxLength: 500, description: 'Unit' }) }, closed),
  output: Type.Object(
    {
      launch: Type.String({ description: 'Launch; names where the unit fetches its credential' }),
      activity: Type.String({ description: 'Activity of the unit' }),
      actor: Type.String({ description: 'Agent of the learner (JSON)' }),
    },
    closed,
  ),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, item: itemId }) => {
    const { session, pack } = await ownSession(ctx, id, true);
    const item = pack.items.find((given) => given.id === itemId);
    if (item === undefined || pack.standard !== 'cmi5') throw new Problem('missing', 'learning-packages.no-part');
    await abandonOpen(ctx, session, pack);
    const [agent, launch] = [await agentOf(ctx, session.personId), newId()];
    const activity = packageIri(ctx, pack, itemId);
    const grouping = { contextActivities: { grouping: [{ id: item.id }] }, extensions: { [SESSION]: launch } };
    await putState(ctx.db, { activity, agent, registration: session.id, name: 'LMS.LaunchData' }, launchData(ctx, session, item, grouping));
    await addLaunch(ctx.db, { launch, sessionId: session.sessionId, itemId, at: ctx.now.toString() });
    const context = { contextActivities: { ...grouping.contextActivities, category: CATEGORY }, extensions: { ...grouping.extensions, ...particulars(item) } };
    await recordPlayed(ctx, pack, { personId: session.personId, registration: session.id }, [{ verb: 'launched', itemId, context }]);
    return { launch, activity, actor: JSON.stringify(agent) };
  },
});

function launchData({ services, locale }: Ctx, { token }: Session, item: Item, contextTemplate: JsonObject): JsonObject {
  return {
    contextTemplate,
    launchMode: 'Normal',
    launchMethod: 'AnyWindow',
    launchParameters: item.launchData,
    moveOn: item.moveOn,
    ...(item.mastery !== null && { masteryScore: item.mastery }),
    returnURL: `${services.publicUrl}/packages/${token}/-/end`,
    languagePreference: locale,
  };
}

function particulars(item: Item): JsonObject {
  return {
    [`${CMI5}/extensions/launchmode`]: 'Normal',
    [`${CMI5}/extensions/launchurl`]: item.href,
    [`${CMI5}/extensions/moveon`]: item.moveOn,
    ...(item.mastery !== null && { [`${CMI5}/extensions/masteryscore`]: item.mastery }),
  };
}

/** Launches of the attempt that were never terminated are abandoned (cmi5, 9.3.6), with the seconds that were counted here. */
async function abandonOpen(ctx: Ctx, session: Session, pack: StoredPackage): Promise<void> {
  const launches = await listLaunches(ctx.db, session.id);
  if (launches.length === 0) return;
  const statements = await listOfRegistration(ctx.db, session.id);
  const ended = new Set(statements.filter((given) => isVerb(given, 'terminated') || isVerb(given, 'abandoned')).map(sessionIn));
  const told = launches.flatMap(({ launch, itemId, seconds }): Told[] => {
    if (ended.has(launch)) return [];
    return [{ verb: 'abandoned', itemId, result: { duration: durationOf(seconds) }, context: { contextActivities: { category: CATEGORY }, extensions: { [SESSION]: launch } } }];
  });
  await recordPlayed(ctx, pack, { personId: session.personId, registration: session.id }, told);
}

const isVerb = (statement: JsonObject, verb: keyof typeof VERBS): boolean => textIn(objectIn(statement, 'verb'), 'id') === VERBS[verb];
const sessionIn = (statement: JsonObject): string => textIn(objectIn(objectIn(statement, 'context'), 'extensions'), SESSION) ?? '';

/** Brings an attempt up to date with what its units have reported to the learning record store. */
export async function settleUnits(ctx: Ctx, session: Session, pack: StoredPackage): Promise<void> {
  const statements = await listOfRegistration(ctx.db, session.id);
  const before = new Map((await listParts(ctx.db, session.id)).map((part) => [part.itemId, part]));
  for (const item of pack.items) {
    const part = partOf(
      item,
      statements.filter((given) => textIn(objectIn(given, 'object'), 'id') === packageIri(ctx, pack, item.id)),
    );
    const known = before.get(item.id);
    if (part === undefined || (known?.done === part.done && known.passed === part.passed && known.score === part.score)) continue;
    await putPart(ctx.db, session.id, { ...part, cmi: null });
    if (part.done && known?.done !== true) await recordPlayed(ctx, pack, { personId: session.personId, registration: session.id }, [satisfied(session, item.id)]);
  }
  const whole = isDone(pack.items, await listParts(ctx.db, session.id));
  if (whole.done && !session.done) await recordPlayed(ctx, pack, { personId: session.personId, registration: session.id }, [satisfied(session)]);
  await settleAttempt(ctx, session, pack, { ...whole, sequencing: null });
}

function satisfied(session: Session, itemId?: string): Told {
  const extensions = { [SESSION]: session.sessionId };
  return { verb: 'satisfied', ...(itemId !== undefined && { itemId }), context: { contextActivities: { category: CATEGORY }, extensions } };
}

/** What the statements about a unit say of it; undefined before it was launched. */
function partOf(item: Item, statements: JsonObject[]): Omit<Part, 'cmi'> | undefined {
  if (!statements.some((given) => isVerb(given, 'launched'))) return undefined;
  const verdict = statements.findLast((given) => isVerb(given, 'passed') || isVerb(given, 'failed'));
  const said = { completed: statements.some((given) => isVerb(given, 'completed')), passed: statements.some((given) => isVerb(given, 'passed')), failed: false };
  const scaled: unknown = objectIn(objectIn(verdict, 'result'), 'score')?.['scaled'];
  const passed = verdict === undefined ? null : said.passed;
  return { itemId: item.id, done: movesOn(item.moveOn, said), passed, score: typeof scaled === 'number' && Math.abs(scaled) <= 1 ? scaled : null };
}

async function addLaunch(db: Db, given: { launch: string; sessionId: string; itemId: string; at: string }): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.package_launch (id, session_id, item_id, launched_at)
    values (${given.launch}, ${given.sessionId}, ${given.itemId}, ${given.at})`,
  );
}

async function listLaunches(db: Db, attemptId: string): Promise<{ launch: string; itemId: string; seconds: number }[]> {
  return all(
    db,
    sql<{ launch: string; itemId: string; seconds: number }>`
    select launch.id as launch, launch.item_id as "itemId", coalesce(spent.seconds, 0) as seconds
    from learning.package_launch as launch
    join learning.package_session as session on session.id = launch.session_id
    left join learning.package_time as spent
      on spent.session_id = launch.session_id
      and spent.item_id = launch.item_id
    where session.attempt_id = ${attemptId}
      and launch.fetched_at is not null`,
  );
}

/** Notes that a launched unit takes its credential; false when it has done so before, or was not launched in this opening. */
export async function noteFetched(db: Db, sessionId: string, launch: string, at: string): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
    update learning.package_launch as launch
    set fetched_at = ${at}
    where launch.id = ${launch}
      and launch.session_id = ${sessionId}
      and launch.fetched_at is null
    returning launch.id`,
  );
  return row !== undefined;
}
