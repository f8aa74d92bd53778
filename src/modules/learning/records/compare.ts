import { SIGNATURE } from './model.ts';
import { identifierOf } from './keys.ts';
import { momentOf } from './check/values.ts';
import { isObject, objectIn, objectsIn, stable, textIn, type JsonObject } from './json.ts';

/**
 * Whether two statements say the same (part two, 2.3.1): what the store assigns, definitions of activities, displays of verbs, the order of group members and the
 * way a moment is written do not count. A timestamp that only one states counts unless the store gave it.
 */
export function sameStatement(kept: JsonObject, received: JsonObject): boolean {
  if (stable(essence(kept)) !== stable(essence(received))) return false;
  const [one, other] = [textIn(kept, 'timestamp'), textIn(received, 'timestamp')];
  if (other === undefined || one === undefined || one === textIn(kept, 'stored')) return true;
  return momentIn(one) === momentIn(other);
}

function momentIn(text: string): string | undefined {
  return momentOf(text, false)?.round('millisecond').toString();
}

/** What remains of a statement, or of one within another, when everything is left out that does not count. */
function essence(statement: JsonObject): JsonObject {
  const context = objectIn(statement, 'context');
  return {
    actor: agent(statement['actor']),
    verb: textIn(objectIn(statement, 'verb'), 'id'),
    object: object(objectIn(statement, 'object') ?? {}),
    result: resultEssence(objectIn(statement, 'result')),
    context: context && contextEssence(context),
    attachments: objectsIn(statement, 'attachments')
      .filter((one) => one['usageType'] !== SIGNATURE)
      .map(({ sha2, usageType, ...rest }) => ({ ...rest, usageType, sha2: typeof sha2 === 'string' ? sha2.toLowerCase() : sha2 })),
  };
}

/** A duration counts as it is written, to a hundredth of a second (part two, 4.6). */
function resultEssence(result: JsonObject | undefined): JsonObject | undefined {
  const span = textIn(result, 'duration');
  return span === undefined ? result : { ...result, duration: span.replace(/([.,]\d\d)\d+S$/, '$1S') };
}

function object(held: JsonObject): JsonObject {
  switch (held['objectType'] ?? 'Activity') {
    case 'Activity':
      return { id: held['id'] };
    case 'StatementRef':
      return reference(held);
    case 'SubStatement':
      return { ...essence(held), timestamp: momentIn(textIn(held, 'timestamp') ?? '') };
    default:
      return { agent: agent(held) };
  }
}

const reference = (held: JsonObject): JsonObject => ({ objectType: 'StatementRef', id: textIn(held, 'id')?.toLowerCase() });

function agent(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { mbox, mbox_sha1sum, openid, account, member, objectType, ...rest } = value;
  const members = Array.isArray(member) ? member.map((one) => stable(agent(one))).toSorted() : [];
  return { ...rest, kind: objectType === 'Group' ? 'Group' : 'Agent', identifier: identifierOf({ mbox, mbox_sha1sum, openid, account }), members };
}

function contextEssence(context: JsonObject): JsonObject {
  const { registration, instructor, team, contextActivities, statement, contextAgents, contextGroups, ...rest } = context;
  const lists = isObject(contextActivities) ? contextActivities : {};
  return {
    ...rest,
    registration: typeof registration === 'string' ? registration.toLowerCase() : registration,
    instructor: agent(instructor),
    team: agent(team),
    statement: isObject(statement) ? reference(statement) : undefined,
    activities: Object.keys(lists)
      .toSorted()
      .map((kind) => [kind, ...objectsIn(lists, kind).map((one) => textIn(one, 'id'))]),
    agents: [contextAgents, contextGroups].map((list) =>
      Array.isArray(list) ? list.map((one) => (isObject(one) ? { ...one, agent: agent(one['agent']), group: agent(one['group']) } : one)) : [],
    ),
  };
}
