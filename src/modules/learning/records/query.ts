import { Problem } from '#base/problem/index.ts';
import { agentKey, keyOf } from './keys.ts';
import { PAGE, type Asker } from './model.ts';
import { actor } from './check/parts.ts';
import { iri, momentOf, uuid } from './check/values.ts';
import { isObject, objectIn, textIn, type JsonObject } from './json.ts';

/** In which form statements are given out. */
export const FORMATS = ['ids', 'exact', 'canonical'] as const;
/** One of them. */
export type Format = (typeof FORMATS)[number];

/** A question for statements (part three, 2.1.3), read and checked. */
export type Query = {
  agent: string | undefined;
  /** The name of the account that the agent is, when it may be a client of ours: what it asserts is found by the client. */
  account: { homePage: string; name: string } | undefined;
  verb: string | undefined;
  activity: string | undefined;
  registration: string | undefined;
  relatedActivities: boolean;
  relatedAgents: boolean;
  since: string | undefined;
  until: string | undefined;
  limit: number;
  ascending: boolean;
  /** Only what this client wrote. */
  mine: string | undefined;
  /** Where the page begins: after this statement. */
  after: { stored: string; place: number } | undefined;
};

/** How the answer looks. */
export type Look = { format: Format; attachments: boolean };

const ALONE = ['statementId', 'voidedStatementId'];
const WORDS = 'agent verb activity registration related_activities related_agents since until limit format attachments ascending cursor';
const KNOWN = [...ALONE, ...WORDS.split(' ')];

/** Reads parameters of a request as texts; throws `invalid` for one that is unknown, written in other letters, or given twice (part three, 3.2). */
export function readParameters(given: URLSearchParams, known: readonly string[]): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, value] of given) {
    if (!known.includes(name)) throw new Problem('invalid', 'learning-records.unknown-parameter', { name });
    if (Object.hasOwn(read, name)) throw new Problem('invalid', 'learning-records.parameter-twice', { name });
    read[name] = value;
  }
  return read;
}

/** A question for one statement or for many; throws `invalid` for what the specification does not allow. */
export function readQuery(given: URLSearchParams, strict: boolean): { one: { id: string; voided: boolean } | undefined; query: Query; look: Look } {
  const read = readParameters(given, KNOWN);
  const look = { format: wordIn(read, 'format', FORMATS) ?? 'exact', attachments: truthIn(read, 'attachments') };
  const alone = ALONE.filter((name) => Object.hasOwn(read, name));
  const [name] = alone;
  if (name !== undefined && Object.keys(read).some((other) => other !== name && !['attachments', 'format'].includes(other))) {
    throw new Problem('invalid', 'learning-records.statement-alone', { name });
  }
  const id = name === undefined ? undefined : read[name];
  if (id !== undefined) uuid(id, name ?? '');
  return { one: id === undefined ? undefined : { id: id.toLowerCase(), voided: name === 'voidedStatementId' }, query: queryOf(read, strict), look };
}

function queryOf(read: Record<string, string>, strict: boolean): Query {
  const agent = read['agent'] === undefined ? undefined : readAgent(read['agent'], 'agent');
  const key = agent && agentKey(agent);
  if (agent !== undefined && key === undefined) throw new Problem('invalid', 'learning-records.at-one-identifier', { at: 'agent' });
  const account = objectIn(agent, 'account');
  for (const name of ['verb', 'activity']) if (read[name] !== undefined) iri(read[name], name);
  if (read['registration'] !== undefined) uuid(read['registration'], 'registration');
  return {
    agent: key,
    account: account && { homePage: textIn(account, 'homePage') ?? '', name: textIn(account, 'name') ?? '' },
    verb: read['verb'] === undefined ? undefined : keyOf(read['verb']),
    activity: read['activity'] === undefined ? undefined : keyOf(read['activity']),
    registration: read['registration']?.toLowerCase(),
    relatedActivities: truthIn(read, 'related_activities'),
    relatedAgents: truthIn(read, 'related_agents'),
    since: momentIn(read, 'since', strict),
    until: momentIn(read, 'until', strict),
    limit: limitIn(read),
    ascending: truthIn(read, 'ascending'),
    mine: undefined,
    after: cursorIn(read),
  };
}

/** An agent or group given as JSON in a parameter, checked like one in a statement. */
export function readAgent(text: string, name: string): JsonObject {
  const value = parsed(text, name);
  actor(value, name);
  return isObject(value) ? value : {};
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('invalid', 'learning-records.parameter-not-json', { name });
  }
}

function wordIn<T extends string>(read: Record<string, string>, name: string, words: readonly T[]): T | undefined {
  const text = read[name];
  if (text === undefined) return undefined;
  const word = words.find((one) => one === text);
  if (word === undefined) throw new Problem('invalid', 'learning-records.at-not-one-of', { at: name, words: words.join(', ') });
  return word;
}

function truthIn(read: Record<string, string>, name: string): boolean {
  return wordIn(read, name, ['true', 'false']) === 'true';
}

/** A moment in a parameter, in UTC; throws `invalid` when it is none. */
export function momentIn(read: Record<string, string>, name: string, strict: boolean): string | undefined {
  const text = read[name];
  if (text === undefined) return undefined;
  // In an address that was not encoded, the plus of an offset arrives as a blank.
  const moment = momentOf(text.replace(/ (\d{2}:?\d{2})$/, '+$1'), strict);
  if (moment === undefined) throw new Problem('invalid', 'learning-records.at-not-timestamp', { at: name });
  return moment.toString();
}

function limitIn(read: Record<string, string>): number {
  const text = read['limit'];
  if (text === undefined) return PAGE.usual;
  if (!/^\d{1,9}$/.test(text)) throw new Problem('invalid', 'learning-records.at-not-count', { at: 'limit' });
  return text === '0' ? PAGE.most : Math.min(Number(text), PAGE.most);
}

function cursorIn(read: Record<string, string>): Query['after'] {
  const text = read['cursor'];
  if (text === undefined) return undefined;
  const [, stored, place] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(\d{1,15})$/.exec(text) ?? [];
  if (stored === undefined) throw new Problem('invalid', 'learning-records.wrong-cursor');
  return { stored, place: Number(place) };
}

/** The address of the next page, relative to the host (part two, 2.5): the same question with where it goes on. All is in it, so it never ends. */
export function moreOf(path: string, given: URLSearchParams, after: { stored: string; place: number }): string {
  const next = new URLSearchParams(given);
  next.set('cursor', `${after.stored}_${after.place}`);
  return `${path}?${next.toString()}`;
}

/** Whether an asker has one of some scopes; `all` is all of them, `all/read` those that read. */
export function may({ scopes }: Pick<Asker, 'scopes'>, ...wanted: Asker['scopes']): boolean {
  return scopes.includes('all') || scopes.some((scope) => wanted.includes(scope));
}
