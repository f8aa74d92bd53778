import { createHash } from 'node:crypto';
import { isObject, objectIn, objectsIn, textIn, type JsonObject } from './json.ts';
import { VOIDED } from './model.ts';

/** 128 bits that stand for a text: the beginning of its SHA-256, written as a UUID. */
export function keyOf(text: string): string {
  const hex = createHash('sha256').update(text, 'utf8').digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** What identifies an agent or group (part two, 2.4.2.3) as one text; undefined for an anonymous group. */
export function identifierOf(agent: JsonObject): string | undefined {
  const mbox = textIn(agent, 'mbox');
  if (mbox !== undefined) {
    const at = mbox.lastIndexOf('@');
    return `mbox ${mbox.slice(0, at)}${mbox.slice(at).toLowerCase()}`;
  }
  const sha1 = textIn(agent, 'mbox_sha1sum');
  if (sha1 !== undefined) return `sha1 ${sha1.toLowerCase()}`;
  const openid = textIn(agent, 'openid');
  if (openid !== undefined) return `openid ${openid}`;
  const account = objectIn(agent, 'account');
  return account && `account ${textIn(account, 'homePage') ?? ''} ${textIn(account, 'name') ?? ''}`;
}

/** The key of an agent, or undefined for an anonymous group. */
export function agentKey(agent: JsonObject): string | undefined {
  const identifier = identifierOf(agent);
  return identifier === undefined ? undefined : keyOf(identifier);
}

/** What a statement is found by, before it is known where it stands. */
export type Face = {
  /** The statement whose face it is. */
  source: string;
  agent: string | undefined;
  verb: string;
  activity: string | undefined;
  registration: string | undefined;
  clientId: string | undefined;
  /** Other agents: `near` ones belong to actor and object. */
  agents: Map<string, boolean>;
  /** Activities of the context, and of a statement within. */
  activities: Set<string>;
};

/** The face of a statement that was checked (part three, 2.1.3: what the parameters of a query mean). */
export function faceOf(id: string, statement: JsonObject, clientId: string | undefined): Face {
  const object = objectIn(statement, 'object');
  const kind = textIn(object, 'objectType') ?? 'Activity';
  const face: Face = {
    source: id,
    agent: agentKey(objectIn(statement, 'actor') ?? {}),
    verb: keyOf(textIn(objectIn(statement, 'verb'), 'id') ?? ''),
    activity: kind === 'Activity' ? keyOf(textIn(object, 'id') ?? '') : undefined,
    registration: textIn(objectIn(statement, 'context'), 'registration')?.toLowerCase(),
    clientId,
    agents: new Map(),
    activities: new Set(),
  };
  for (const agent of nearAgents(statement)) note(face.agents, agent, true);
  for (const agent of farAgents(statement)) note(face.agents, agent, false);
  for (const iri of relatedActivities(statement)) face.activities.add(keyOf(iri));
  if (kind === 'SubStatement' && object !== undefined) {
    for (const agent of [objectIn(object, 'actor') ?? {}, ...nearAgents(object), ...farAgents(object)]) note(face.agents, agent, false);
    const within = objectIn(object, 'object');
    if ((textIn(within, 'objectType') ?? 'Activity') === 'Activity') face.activities.add(keyOf(textIn(within, 'id') ?? ''));
    for (const iri of relatedActivities(object)) face.activities.add(keyOf(iri));
  }
  if (face.agent !== undefined) face.agents.delete(face.agent);
  if (face.activity !== undefined) face.activities.delete(face.activity);
  return face;
}

function note(agents: Map<string, boolean>, agent: JsonObject, near: boolean): void {
  for (const one of [agent, ...(near ? [] : objectsIn(agent, 'member'))]) {
    const key = agentKey(one);
    if (key !== undefined) agents.set(key, near || agents.get(key) === true);
  }
}

/** Members of a group that acts; the agent or group that is acted on, with its members. */
function nearAgents(statement: JsonObject): JsonObject[] {
  const object = objectIn(statement, 'object');
  const acted = ['Agent', 'Group'].includes(textIn(object, 'objectType') ?? '') && object !== undefined ? [object, ...objectsIn(object, 'member')] : [];
  return [...objectsIn(objectIn(statement, 'actor'), 'member'), ...acted];
}

/** Agents of the context. The authority is not among them: it is the client's own, and found by the client. */
function farAgents(statement: JsonObject): JsonObject[] {
  const context = objectIn(statement, 'context');
  const named = [objectIn(context, 'instructor'), objectIn(context, 'team')];
  const listed = [...objectsIn(context, 'contextAgents').map((one) => objectIn(one, 'agent')), ...objectsIn(context, 'contextGroups').map((one) => objectIn(one, 'group'))];
  return [...named, ...listed].filter((agent) => agent !== undefined);
}

/** Ids of the activities in a statement's context. */
function relatedActivities(statement: JsonObject): string[] {
  const lists = objectIn(objectIn(statement, 'context'), 'contextActivities') ?? {};
  return Object.keys(lists).flatMap((kind) => objectsIn(lists, kind).flatMap((activity) => textIn(activity, 'id') ?? []));
}

/** The statement that a StatementRef as object names, in lower case. */
export function targetOf(statement: JsonObject): string | undefined {
  const object = objectIn(statement, 'object');
  return textIn(object, 'objectType') === 'StatementRef' ? textIn(object, 'id')?.toLowerCase() : undefined;
}

/** Whether a statement voids another. */
export function isVoiding(statement: JsonObject): boolean {
  const verb = statement['verb'];
  return isObject(verb) && verb['id'] === VOIDED;
}
