import { objectIn, textIn, type JsonObject } from '../json.ts';
import { VOIDED, type Version } from '../model.ts';
import { activity, actor, agent, attachment, authority, group, score, statementRef, verb } from './parts.ts';
import { duration, extensions, filled, iri, language, listOf, objectAt, oneOf, refuse, shape, text, timestamp, truth, uuid, type Check } from './values.ts';

const result = shape({ score, success: truth, completion: truth, response: text, duration, extensions });

/** One activity or a list of them under each of four names (part two, 2.4.6.2). */
const activities: Check = (value, at) => (Array.isArray(value) ? listOf(activity) : activity)(value, at);
const activityLists = shape({ parent: activities, grouping: activities, category: activities, other: activities });
const contextActivities: Check = (value, at) => {
  activityLists(value, at);
  filled(value, at);
};

const relevantTypes: Check = (value, at) => {
  listOf(iri)(value, at);
  filled(value, at);
};
const contextAgent = shape({ objectType: oneOf('contextAgent'), agent, relevantTypes }, ['objectType', 'agent']);
const contextGroup = shape({ objectType: oneOf('contextGroup'), group, relevantTypes }, ['objectType', 'group']);

const contextFields: Record<string, Check> = {
  registration: uuid,
  instructor: actor,
  team: group,
  contextActivities,
  revision: text,
  platform: text,
  language,
  statement: statementRef,
  extensions,
};
const context: Record<Version, Check> = {
  '1.0': shape(contextFields),
  '2.0': shape({ ...contextFields, contextAgents: listOf(contextAgent), contextGroups: listOf(contextGroup) }),
};

const versionOf: Record<Version, Check> = {
  '1.0': (value, at) => matching(value, at, /^1\.0(\.\d+)?$/),
  '2.0': (value, at) => matching(value, at, /^(1\.0|2\.0)(\.\d+)?$/),
};

function matching(value: unknown, at: string, expression: RegExp): void {
  if (typeof value !== 'string' || !expression.test(value)) refuse(at, 'wrong-version');
}

const checks: Record<Version, { statement: Check; within: Check }> = { '1.0': checksOf('1.0'), '2.0': checksOf('2.0') };

function checksOf(version: Version) {
  const time = timestamp(version === '2.0');
  const shared = { actor, verb, result, context: context[version], timestamp: time, attachments: listOf(attachment) };
  const within = shape({ ...shared, objectType: oneOf('SubStatement'), object: objectOf(undefined) }, ['objectType', 'actor', 'verb', 'object']);
  const whole: Check = (value, at) => {
    within(value, at);
    together(objectAt(value, at), `${at}/`);
  };
  const own = { ...shared, object: objectOf(whole), id: uuid, stored: time, authority, version: versionOf[version] };
  return { within: whole, statement: shape(own, ['actor', 'verb', 'object']) };
}

/** What a statement is about, by its objectType; without one an activity (part two, 2.4.4). `within` checks a statement in it, where that is allowed. */
function objectOf(within: Check | undefined): Check {
  const kinds: Record<string, Check> = { Activity: activity, Agent: agent, Group: group, StatementRef: statementRef, ...(within && { SubStatement: within }) };
  return (value, at) => {
    const kind = objectAt(value, at)['objectType'] ?? 'Activity';
    const check = typeof kind === 'string' && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    if (check === undefined || objectAt(value, at)['objectType'] === null) return refuse(`${at}/objectType`, 'not-one-of', { words: Object.keys(kinds).join(', ') });
    check(value, at);
  };
}

/** What depends on more than one part: revision and platform belong to activities, voiding to a reference. */
function together(statement: JsonObject, at: string): void {
  const kind = textIn(objectIn(statement, 'object'), 'objectType') ?? 'Activity';
  const held = objectIn(statement, 'context') ?? {};
  for (const name of ['revision', 'platform']) if (Object.hasOwn(held, name) && kind !== 'Activity') refuse(`${at}context/${name}`, 'activity-only');
  if (textIn(objectIn(statement, 'verb'), 'id') === VOIDED && kind !== 'StatementRef') refuse(`${at}object`, 'voiding-names');
}

/** Checks a statement by the rules of a version (xAPI part two); answers it as an object. Throws `invalid` with the place of the first fault. */
export function checkStatement(value: unknown, version: Version, at = ''): JsonObject {
  checks[version].statement(value, at);
  const statement = objectAt(value, at);
  together(statement, at === '' ? '' : `${at}/`);
  return statement;
}
