import { definitionOf, type Definitions } from './definitions.ts';
import { isObject, objectIn, textIn, type JsonObject } from './json.ts';

const IDENTIFIERS = ['mbox', 'mbox_sha1sum', 'openid', 'account'];

/** What is done with each kind of thing in a statement. */
type Change = { agent: (agent: JsonObject) => JsonObject; activity: (activity: JsonObject) => JsonObject; verb: (verb: JsonObject) => JsonObject };

/** A statement in which agents, activities and verbs are changed wherever they stand. */
function changed(statement: JsonObject, change: Change): JsonObject {
  const copy = { ...statement };
  for (const field of ['actor', 'authority']) if (isObject(copy[field])) copy[field] = change.agent(copy[field]);
  if (isObject(copy['verb'])) copy['verb'] = change.verb(copy['verb']);
  if (isObject(copy['object'])) copy['object'] = changedObject(copy['object'], change);
  if (isObject(copy['context'])) copy['context'] = changedContext(copy['context'], change);
  return copy;
}

function changedObject(object: JsonObject, change: Change): JsonObject {
  switch (object['objectType'] ?? 'Activity') {
    case 'Activity':
      return change.activity(object);
    case 'SubStatement':
      return changed(object, change);
    case 'StatementRef':
      return object;
    default:
      return change.agent(object);
  }
}

function changedContext(context: JsonObject, change: Change): JsonObject {
  const copy = { ...context };
  for (const field of ['instructor', 'team']) if (isObject(copy[field])) copy[field] = change.agent(copy[field]);
  const lists = objectIn(copy, 'contextActivities');
  if (lists !== undefined) copy['contextActivities'] = Object.fromEntries(Object.entries(lists).map(([kind, list]) => [kind, eachIn(list, change.activity)]));
  for (const [field, inner] of [
    ['contextAgents', 'agent'],
    ['contextGroups', 'group'],
  ] as const) {
    if (copy[field] !== undefined) copy[field] = eachIn(copy[field], (one) => (isObject(one[inner]) ? { ...one, [inner]: change.agent(one[inner]) } : one));
  }
  return copy;
}

function eachIn(list: unknown, change: (one: JsonObject) => JsonObject): unknown {
  return Array.isArray(list) ? list.map((one: unknown) => (isObject(one) ? change(one) : one)) : list;
}

/** An agent with no more than identifies it; of an anonymous group the members, each so (part three, 2.1.3: format ids). */
function identified(agent: JsonObject): JsonObject {
  const kept = Object.entries(agent).filter(([field]) => field === 'objectType' || IDENTIFIERS.includes(field));
  const named = kept.some(([field]) => IDENTIFIERS.includes(field));
  return { ...Object.fromEntries(kept), ...(named ? {} : { member: eachIn(agent['member'], identified) }) };
}

const ids: Change = {
  agent: identified,
  activity: ({ objectType, id }) => ({ ...(objectType === undefined ? {} : { objectType }), id }),
  verb: ({ id }) => ({ id }),
};

/** A statement in the format ids. */
export function toIds(statement: JsonObject): JsonObject {
  return changed(statement, ids);
}

/** The IRIs of everything in statements that has a canonical definition, for `readDefinitions`. */
export function definedIn(statements: readonly JsonObject[]): { kind: 'activity' | 'verb'; iri: string }[] {
  const found = new Map<string, { kind: 'activity' | 'verb'; iri: string }>();
  const note =
    (kind: 'activity' | 'verb') =>
    (one: JsonObject): JsonObject => {
      const iri = textIn(one, 'id') ?? '';
      found.set(`${kind} ${iri}`, { kind, iri });
      return one;
    };
  for (const statement of statements) changed(statement, { agent: (agent) => agent, activity: note('activity'), verb: note('verb') });
  return [...found.values()];
}

/** A statement in the format canonical: definitions and displays as the store knows them, each language map in the one language that suits best. */
export function toCanonical(statement: JsonObject, definitions: Definitions, languages: readonly string[]): JsonObject {
  return changed(statement, {
    agent: (agent) => agent,
    activity: (activity) => canonicalActivity(activity, definitionOf(definitions, 'activity', textIn(activity, 'id') ?? ''), languages),
    verb: (verb) => {
      const display = definitionOf(definitions, 'verb', textIn(verb, 'id') ?? '') ?? objectIn(verb, 'display');
      return display === undefined ? verb : { ...verb, display: oneLanguage(display, languages) };
    },
  });
}

function canonicalActivity(activity: JsonObject, known: JsonObject | undefined, languages: readonly string[]): JsonObject {
  const definition = known ?? objectIn(activity, 'definition');
  if (definition === undefined) return activity;
  const copy = { ...definition };
  for (const field of ['name', 'description']) if (isObject(copy[field])) copy[field] = oneLanguage(copy[field], languages);
  for (const field of ['choices', 'scale', 'source', 'target', 'steps']) {
    if (copy[field] !== undefined)
      copy[field] = eachIn(copy[field], (one) => (isObject(one['description']) ? { ...one, description: oneLanguage(one['description'], languages) } : one));
  }
  return { ...activity, definition: copy };
}

/** What an `Accept-Language` or `Accept` header names, in lower case, the most wanted first; `*` stands for any. */
export function wantedIn(header: string | null): string[] {
  return (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...more] = part.trim().split(';');
      const weight = more.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined);
      return { tag: tag.trim().toLowerCase(), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}

/** The entry of a language map that suits best: the tag itself, else a wider or a narrower one, else the first. */
function oneLanguage(map: JsonObject, languages: readonly string[]): JsonObject {
  const tags = Object.keys(map);
  for (const wanted of languages) {
    const suits = (test: (tag: string) => boolean): string | undefined => tags.find((tag) => test(tag.toLowerCase()));
    const best =
      suits((tag) => tag === wanted) ?? suits((tag) => tag.startsWith(`${wanted}-`)) ?? suits((tag) => wanted.startsWith(`${tag}-`)) ?? (wanted === '*' ? tags[0] : undefined);
    if (best !== undefined) return { [best]: map[best] };
  }
  const [first] = tags;
  return first === undefined ? {} : { [first]: map[first] };
}
