import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { checkStatement } from './check/statement.ts';
import { momentOf } from './check/values.ts';
import { isObject, objectIn, textIn, type JsonObject } from './json.ts';
import { agentKey, isVoiding, targetOf } from './keys.ts';
import type { Asker, Ready, Version } from './model.ts';

/** The text of a moment as statements hold it: UTC, milliseconds, more only where there is more (part two, 4.5). */
export function momentText(moment: Temporal.Instant): string {
  return moment.epochNanoseconds % 1_000_000n === 0n ? moment.toString({ smallestUnit: 'millisecond' }) : moment.toString();
}

/**
 * Checks statements of one request and completes them with what the store adds before storing: id, authority, version (part two, 2.3.1). Lists of context
 * activities become lists, timestamps UTC. Throws `invalid` with the place of the first fault.
 */
export function prepare(given: readonly unknown[], version: Version, asker: Asker): Ready[] {
  const ready = given.map((value, index) => prepareOne(checkStatement(value, version, given.length === 1 ? '' : `${index}`), version, asker));
  if (new Set(ready.map(({ id }) => id)).size !== ready.length) throw new Problem('invalid', 'learning-records.same-id-twice');
  return ready;
}

function prepareOne(given: JsonObject, version: Version, asker: Asker): Ready {
  const id = textIn(given, 'id') ?? newId();
  const statement: JsonObject = {
    ...normal(given),
    id,
    authority: asker.authority,
    version: textIn(given, 'version') ?? (version === '1.0' ? '1.0.0' : '2.0.0'),
  };
  delete statement['stored'];
  refuseBeyondLaunch(statement, asker);
  return { id: id.toLowerCase(), statement, target: targetOf(statement), voiding: isVoiding(statement) };
}

/** A statement, or one within another, with its lists and moments written one way. */
function normal(statement: JsonObject): JsonObject {
  const copy = { ...statement };
  const time = textIn(copy, 'timestamp');
  const moment = time === undefined ? undefined : momentOf(time, false);
  if (moment !== undefined) copy['timestamp'] = momentText(moment);
  const context = objectIn(copy, 'context');
  const lists = objectIn(context, 'contextActivities');
  if (context !== undefined && lists !== undefined) copy['context'] = { ...context, contextActivities: mapped(lists, (value) => (isObject(value) ? [value] : value)) };
  const object = objectIn(copy, 'object');
  if (object?.['objectType'] === 'SubStatement') copy['object'] = normal(object);
  return copy;
}

function mapped(object: JsonObject, change: (value: unknown) => unknown): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

/** The client of a launch speaks of its learner and registration only. */
function refuseBeyondLaunch(statement: JsonObject, { agent, registration }: Asker): void {
  if (agent === undefined) return;
  const actor = objectIn(statement, 'actor');
  const same = actor !== undefined && agentKey(actor) === agentKey(agent);
  const spoken = textIn(objectIn(statement, 'context'), 'registration')?.toLowerCase();
  if (!same || (registration !== undefined && spoken !== registration)) throw new Problem('forbidden', 'learning-records.other-learner');
}
