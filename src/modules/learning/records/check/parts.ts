import { isObject, textIn, type JsonObject } from '../json.ts';
import { count, extensions, filled, iri, languageMap, listOf, mailto, mediaType, number, objectAt, oneOf, refuse, sha1, sha2, shape, text, uuid, type Check } from './values.ts';

const IDENTIFIERS = ['mbox', 'mbox_sha1sum', 'openid', 'account'];
const account = shape({ homePage: iri, name: text }, ['homePage', 'name']);
const identifiers: Record<string, Check> = { mbox: mailto, mbox_sha1sum: sha1, openid: iri, account };

const agentFields = shape({ objectType: oneOf('Agent'), name: text, ...identifiers });
const identified = (agent: JsonObject): number => IDENTIFIERS.filter((name) => Object.hasOwn(agent, name)).length;

/** An agent: exactly one identifier (part two, 2.4.2.1). */
export const agent: Check = (value, at) => {
  agentFields(value, at);
  if (identified(objectAt(value, at)) !== 1) refuse(at, 'one-identifier');
};

const groupFields = shape({ objectType: oneOf('Group'), name: text, member: listOf(agent), ...identifiers }, ['objectType']);

/** A group: at most one identifier; without one it names its members, at least one (part two, 2.4.2.2). */
export const group: Check = (value, at) => {
  groupFields(value, at);
  const held = objectAt(value, at);
  if (identified(held) > 1) refuse(at, 'one-identifier');
  if (identified(held) > 0) return;
  if (!Object.hasOwn(held, 'member')) refuse(`${at}/member`, 'missing-property');
  filled(held['member'], `${at}/member`);
};

/** An agent or a group, by its objectType. */
export const actor: Check = (value, at) => (isObject(value) && value['objectType'] === 'Group' ? group : agent)(value, at);

/** Who asserts a statement: an agent, or a program and its user as a group of two (part two, 2.4.9). */
export const authority: Check = (value, at) => {
  actor(value, at);
  const held = objectAt(value, at);
  if (held['objectType'] !== 'Group') return;
  const members: unknown = held['member'];
  if (identified(held) > 0 || !Array.isArray(members) || members.length !== 2) refuse(at, 'authority-of-two');
};

/** A verb (part two, 2.4.3). */
export const verb = shape({ id: iri, display: languageMap }, ['id']);

const INTERACTIONS: Record<string, readonly string[]> = {
  'true-false': [],
  choice: ['choices'],
  'fill-in': [],
  'long-fill-in': [],
  matching: ['source', 'target'],
  performance: ['steps'],
  sequencing: ['choices'],
  likert: ['scale'],
  numeric: [],
  other: [],
};
const COMPONENTS = ['choices', 'scale', 'source', 'target', 'steps'];

const component = shape({ id: text, description: languageMap }, ['id']);
const components: Check = (value, at) => {
  listOf(component)(value, at);
  const ids = Array.isArray(value) ? value.map((one: unknown) => (isObject(one) ? one['id'] : undefined)) : [];
  if (new Set(ids).size !== ids.length) refuse(at, 'same-component');
};

const definitionFields = shape({
  name: languageMap,
  description: languageMap,
  type: iri,
  moreInfo: iri,
  extensions,
  interactionType: oneOf(...Object.keys(INTERACTIONS)),
  correctResponsesPattern: listOf(text),
  ...Object.fromEntries(COMPONENTS.map((name) => [name, components])),
});

/** The definition of an activity; what belongs to interactions only with an interactionType that has it (part two, 2.4.4.1). */
export const definition: Check = (value, at) => {
  definitionFields(value, at);
  const held = objectAt(value, at);
  const type = textIn(held, 'interactionType');
  const lists = COMPONENTS.filter((name) => Object.hasOwn(held, name));
  if (type === undefined && (lists.length > 0 || Object.hasOwn(held, 'correctResponsesPattern'))) refuse(`${at}/interactionType`, 'missing-property');
  for (const name of lists) if (type !== undefined && INTERACTIONS[type]?.includes(name) !== true) refuse(`${at}/${name}`, 'wrong-component', { type });
};

/** An activity. */
export const activity = shape({ objectType: oneOf('Activity'), id: iri, definition }, ['id']);

/** A pointer to a statement (part two, 2.4.4.3). */
export const statementRef = shape({ objectType: oneOf('StatementRef'), id: uuid }, ['objectType', 'id']);

const scoreFields = shape({ scaled: number, raw: number, min: number, max: number });

/** A score whose numbers fit together (part two, 2.4.5.1). */
export const score: Check = (value, at) => {
  scoreFields(value, at);
  const { scaled, raw, min, max } = objectAt(value, at);
  const inRange = (inner: unknown, low: unknown, high: unknown) =>
    typeof inner !== 'number' || ((typeof low !== 'number' || low <= inner) && (typeof high !== 'number' || inner <= high));
  if (!inRange(scaled, -1, 1)) refuse(`${at}/scaled`, 'out-of-range', { from: -1, to: 1 });
  if (typeof min === 'number' && typeof max === 'number' && min >= max) refuse(`${at}/min`, 'min-below-max');
  if (!inRange(raw, min, max)) refuse(`${at}/raw`, 'raw-between');
};

/** What is said of an attachment (part two, 2.4.11). */
export const attachment = shape({ usageType: iri, display: languageMap, description: languageMap, contentType: mediaType, length: count, sha2, fileUrl: iri }, [
  'usageType',
  'display',
  'contentType',
  'length',
  'sha2',
]);
