import { describe, expect, test } from 'vitest';
import { Problem } from '#base/problem/index.ts';
import type { Version } from '../model.ts';
import { checkStatement } from './statement.ts';

/** Rules of xAPI 1.0.3, part two, by the number of their section: what is changed in a good statement, and where it is refused (undefined: it is accepted). */
type Case = [section: string, what: string, change: (statement: Json) => unknown, refusedAt?: string | undefined, version?: Version];
type Json = Record<string, unknown>;

const anna = { mbox: 'mailto:anna@example.com' };
const group = { objectType: 'Group', name: 'Tổ', member: [anna] };
const ref = { objectType: 'StatementRef', id: '8f87ccde-bb56-4c2e-ab83-44982ef22df0' };
const within = () => ({ objectType: 'SubStatement', actor: anna, verb: { id: 'http://example.com/visited' }, object: { id: 'http://example.com/site' } });
const file = { usageType: 'http://example.com/use', display: { vi: 'Tệp' }, contentType: 'text/plain', length: 27, sha2: 'a'.repeat(64) };

const good = (): Json => ({
  id: '12345678-1234-5678-1234-567812345678',
  actor: { objectType: 'Agent', name: 'Anna', ...anna },
  verb: { id: 'http://example.com/did', display: { 'en-US': 'did' } },
  object: { objectType: 'Activity', id: 'http://example.com/a', definition: { name: { vi: 'Bài' }, description: { en: 'A' }, type: 'http://example.com/t' } },
  result: { score: { scaled: 0.5, raw: 5, min: 0, max: 10 }, success: true, completion: false, response: '', duration: 'PT1M', extensions: {} },
  context: { registration: 'ec531277-b57b-4c15-8d91-d292c5b2b8f7', language: 'vi', platform: 'p', revision: '1', contextActivities: { parent: [{ id: 'http://example.com/p' }] } },
  timestamp: '2026-11-23T09:00:00+07:00',
});

const put = (path: string, value: unknown) => (statement: Json) => {
  const fields = path.split('/');
  const last = fields.pop() ?? '';
  const holder = fields.reduce((held, field) => (held[field] ??= {}) as Json, statement);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return statement;
};

const formatting: Case[] = [
  ['2.2.s2.b3', 'actor is there', put('actor', undefined), 'actor'],
  ['2.2.s2.b3', 'verb is there', put('verb', undefined), 'verb'],
  ['2.2.s2.b3', 'object is there', put('object', undefined), 'object'],
  ['2.2.s2.b4', 'properties come in any order', (s) => Object.fromEntries(Object.entries(s).toReversed())],
  ['2.2.s4.b1.b1', 'no null', put('result', null), 'result'],
  ['2.2.s4.b1.b1', 'no null further in', put('object/definition/name/vi', null), 'object/definition/name/vi'],
  ['2.2.s4.b1.b1', 'null within extensions', put('result/extensions', { 'http://example.com/e': null })],
  ['2.2.s4.b1.b2', 'no text for a number', put('result/score/raw', '5'), 'result/score/raw'],
  ['2.2.s4.b1.b3', 'no text for a boolean', put('result/success', 'true'), 'result/success'],
  ['2.2.s4.b1.b4', 'an empty text is no IRI', put('verb/id', ''), 'verb/id'],
  ['2.2.s4.b1.b4', 'an empty text is no UUID', put('id', ''), 'id'],
  ['2.2.s4.b1.b5', 'keys keep their case', put('Result', {}), 'Result'],
  ['2.2.s4.b1.b5', 'keys keep their case further in', put('context/Platform', 'p'), 'context/Platform'],
  ['2.2.s4.b1.b6', 'words keep their case', put('actor/objectType', 'agent'), 'actor/objectType'],
  ['2.2.s4.b1.b6', 'words keep their case', put('object/objectType', 'activity'), 'object/objectType'],
  ['2.2.s4.b1.b7', 'no other properties', put('extra', 1), 'extra'],
  ['2.2.s4.b1.b7', 'no other properties of a verb', put('verb/name', 'x'), 'verb/name'],
  ['2.2.s4.b1.b7', 'no property that every object has', put('constructor', {}), 'constructor'],
  ['2.2.s4.b1.b8', 'an IRI has a scheme', put('object/id', 'example.com/a'), 'object/id'],
  ['2.2.s4.b1.b8', 'an IRI has a scheme', put('object/definition/moreInfo', '/more'), 'object/definition/moreInfo'],
  ['2.2.s4.b2', 'keys of language maps are tags', put('verb/display', { vi: 'a', 'zh-Hans-CN': 'b', 'sl-rozaj-biske': 'c', 'x-own': 'd', 'de-CH-1901': 'e' })],
  ['2.2.s4.b2', 'keys of language maps are tags', put('verb/display', { 'a12345678-x': 'a' }), 'verb/display/a12345678-x'],
  ['2.2.s4.b2', 'keys of language maps are tags', put('verb/display', { en_US: 'a' }), 'verb/display/en_US'],
];

const voiding: Case[] = [
  ['2.3.2.s2.b1', 'voiding names a statement', put('verb/id', 'http://adlnet.gov/expapi/verbs/voided'), 'object'],
  ['2.3.2.s2.b2', 'voiding names it by its id', (s) => ({ actor: s['actor'], verb: { id: 'http://adlnet.gov/expapi/verbs/voided' }, object: ref })],
  [
    '2.3.2.s2.b2',
    'voiding names it by its id',
    (s) => ({ actor: s['actor'], verb: { id: 'http://adlnet.gov/expapi/verbs/voided' }, object: { objectType: 'StatementRef' } }),
    'object/id',
  ],
];

const agents: Case[] = ['actor', 'context/instructor', 'authority'].flatMap((at): Case[] => [
  ['2.4.2.1.s2.b1', `${at} has an identifier`, put(at, { name: 'Anna' }), at],
  ['2.4.2.1.s2.b2', `${at} has one identifier only`, put(at, { ...anna, openid: 'http://example.com/anna' }), at],
  ['2.4.2.1.s2.table1.row1', `${at} is an Agent`, put(at, { objectType: 'Person', ...anna }), `${at}/objectType`],
  ['2.4.2.1.s2.table1.row2', `${at} has a name of text`, put(at, { name: 1, ...anna }), `${at}/name`],
  ['2.4.2.3.s3.table1.row1', `${at} has mbox as mailto IRI`, put(at, { mbox: 'anna@example.com' }), `${at}/mbox`],
  ['2.4.2.3.s3.table1.row2', `${at} has a SHA-1`, put(at, { mbox_sha1sum: 'ebd31e95054c018b10727ccffd2ef2ec3a016ee9' })],
  ['2.4.2.3.s3.table1.row2', `${at} has no other SHA-1`, put(at, { mbox_sha1sum: 'ebd31e' }), `${at}/mbox_sha1sum`],
  ['2.4.2.3.s3.table1.row3', `${at} has openid as URI`, put(at, { openid: 'anna' }), `${at}/openid`],
  ['2.4.2.4.s2.table1.row1', `${at} has an account with home page`, put(at, { account: { name: 'a' } }), `${at}/account/homePage`],
  ['2.4.2.4.s2.table1.row1', `${at} has a home page with scheme`, put(at, { account: { homePage: 'example.com', name: 'a' } }), `${at}/account/homePage`],
  ['2.4.2.4.s2.table1.row2', `${at} has an account with name`, put(at, { account: { homePage: 'http://example.com' } }), `${at}/account/name`],
]);

const groups: Case[] = ['actor', 'context/team', 'object'].flatMap((at): Case[] => [
  ['2.4.2.2.s4.b1', `${at} without identifier has members`, put(at, { objectType: 'Group' }), `${at}/member`],
  ['2.4.2.2.s4.b2', `${at} without identifier has no groups in it`, put(at, { ...group, member: [group] }), `${at}/member/0/objectType`],
  ['2.4.2.2.s5.b1', `${at} has one identifier only`, put(at, { ...group, ...anna, openid: 'http://example.com/a' }), at],
  ['2.4.2.2.s5.b2', `${at} with identifier has no groups in it`, put(at, { ...group, ...anna, member: [group] }), `${at}/member/0/objectType`],
  [
    '2.4.2.2.s5.b4',
    `${at} with identifier may name members`,
    (s) => put(at, { ...group, mbox: 'mailto:to@example.com' })(put('context/platform', undefined)(put('context/revision', undefined)(s))),
  ],
]);

const objects: Case[] = [
  ['2.4.3.s3.table1.row1', 'a verb has an id', put('verb', { display: { vi: 'x' } }), 'verb/id'],
  ['2.4.4.s2', 'an object of another type', put('object', { objectType: 'Thing', id: 'http://example.com' }), 'object/objectType'],
  ['2.4.4.1.s1.table1.row2', 'an activity has an id', put('object/id', undefined), 'object/id'],
  ['2.4.4.1.s2.table1.row3', 'the type of an activity is an IRI', put('object/definition/type', 'bài'), 'object/definition/type'],
  ['2.4.4.1.s2.table1.row5', 'extensions of a definition', put('object/definition/extensions', { thing: 1 }), 'object/definition/extensions/thing'],
  ['2.4.4.1.s13.b1', 'an interaction has a type', put('object/definition/correctResponsesPattern', ['a']), 'object/definition/interactionType'],
  ['2.4.4.1.s13.b1', 'an interaction has a type that there is', put('object/definition/interactionType', 'guess'), 'object/definition/interactionType'],
  [
    '2.4.4.1.s8.table1.row2',
    'right answers are texts',
    put('object/definition', { interactionType: 'numeric', correctResponsesPattern: [4] }),
    'object/definition/correctResponsesPattern/0',
  ],
  ['2.4.4.1.s15.table2', 'a component list of another type', put('object/definition', { interactionType: 'likert', choices: [] }), 'object/definition/choices'],
  [
    '2.4.4.1.s15.table2',
    'component lists of their type',
    put('object/definition', { interactionType: 'matching', source: [{ id: 'a' }], target: [{ id: 'a', description: { vi: 'x' } }] }),
  ],
  ['2.4.4.1.s16.b1', 'ids of components differ', put('object/definition', { interactionType: 'choice', choices: [{ id: 'a' }, { id: 'a' }] }), 'object/definition/choices'],
  ['2.4.4.2.s1.b1', 'an agent as object says so', put('object', anna), 'object/mbox'],
  ['2.4.4.2.s1.b1', 'an agent as object', (s) => ({ ...s, context: {}, object: { objectType: 'Agent', ...anna } })],
  ['2.4.4.3.s4.b1', 'a reference says so', put('object', { id: ref.id }), 'object/id'],
  ['2.4.4.3.s4.b2', 'a reference names a UUID', put('object', { objectType: 'StatementRef', id: 'http://example.com' }), 'object/id'],
  ['2.4.4.3.s8.b1', 'a statement within says so', put('object', Object.fromEntries(Object.entries(within()).slice(1))), 'object/actor'],
  ['2.4.4.3.s8.b2', 'a statement within is checked as one', (s) => ({ ...s, context: {}, object: { ...within(), verb: {} } }), 'object/verb/id'],
  ['2.4.4.3.s8.b4', 'a statement within has none within', (s) => ({ ...s, context: {}, object: { ...within(), object: within() } }), 'object/object/objectType'],
  ...['id', 'stored', 'version', 'authority'].map((name): Case => [
    '2.4.4.3.s8.b3',
    `a statement within has no ${name}`,
    (s) => ({ ...s, context: {}, object: { ...within(), [name]: s['id'] } }),
    `object/${name}`,
  ]),
  ['2.4.4.3.s8', 'a statement within', (s) => ({ ...s, context: {}, object: { ...within(), timestamp: '2090-01-01T00:00:00Z', result: {}, attachments: [file] } })],
];

const results: Case[] = [
  ['2.4.5.1.s2.table1.row1', 'scaled from -1 to 1', put('result/score/scaled', 1.01), 'result/score/scaled'],
  ['2.4.5.1.s2.table1.row1', 'scaled from -1 to 1', put('result/score/scaled', -1)],
  ['2.4.5.1.s2.table1.row2', 'raw between min and max', put('result/score/raw', 11), 'result/score/raw'],
  ['2.4.5.1.s2.table1.row3', 'min below max', put('result/score/min', 10), 'result/score/min'],
  ['2.4.5.s2.table1.row4', 'a response is text', put('result/response', 1), 'result/response'],
  ['2.4.5.s2.table1.row6', 'keys of extensions are IRIs', put('result/extensions', { 'no iri': 1 }), 'result/extensions/no iri'],
];

const contexts: Case[] = [
  ['2.4.6.s3.table1.row1', 'registration is a UUID', put('context/registration', 'x'), 'context/registration'],
  ['2.4.6.s3.table1.row2', 'an instructor may be a group', put('context/instructor', group)],
  ['2.4.6.s3.table1.row3', 'a team is a group', put('context/team', anna), 'context/team/objectType'],
  ['2.4.6.s3.table1.row7', 'language is a tag', put('context/language', 'tiếng Việt'), 'context/language'],
  ['2.4.6.s3.table1.row8', 'statement is a reference', put('context/statement', { id: ref.id }), 'context/statement/objectType'],
  ['2.4.6.s4.b1', 'revision only with an activity', (s) => ({ ...s, object: { objectType: 'Agent', ...anna }, context: { revision: '1' } }), 'context/revision'],
  ['2.4.6.s4.b2', 'platform only with an activity', (s) => ({ ...s, object: group, context: { platform: 'p' } }), 'context/platform'],
  [
    '2.4.6.s4.b2',
    'platform only with an activity, within too',
    (s) => ({ ...s, context: {}, object: { ...within(), object: ref, context: { platform: 'p' } } }),
    'object/context/platform',
  ],
  ['2.4.6.2.s4.b1', 'four kinds of context activities', put('context/contextActivities', { parents: [] }), 'context/contextActivities/parents'],
  ['2.4.6.2.s4.b2', 'one activity or a list', put('context/contextActivities', { parent: { id: 'http://example.com' }, other: [], category: [], grouping: [] })],
  ['2.4.6.2.s4.b2', 'no text for an activity', put('context/contextActivities', { parent: 'http://example.com' }), 'context/contextActivities/parent'],
];

const others: Case[] = [
  ['2.4.1.s1', 'an id is a UUID', put('id', '12345678'), 'id'],
  ['2.4.1.s1', 'an id is a text', put('id', 1), 'id'],
  ['2.4.7.s3.b6', 'a timestamp may be later than now', put('timestamp', '2090-01-01T00:00:00Z')],
  ['2.4.8.s3.b2', 'stored is checked although it is replaced', put('stored', 'x'), 'stored'],
  ['2.4.9.s3.b1', 'an authority of two', put('authority', { objectType: 'Group', member: [anna, anna] })],
  ['2.4.9.s3.b1', 'no other group is an authority', put('authority', { objectType: 'Group', member: [anna] }), 'authority'],
  ['2.4.10.s3.b1', 'a version of 1.0', put('version', '1.0.9')],
  ['2.4.10.s3.b2', 'no other version', put('version', '1.1.0'), 'version'],
  ['2.4.10.s3.b2', 'no other version', put('version', '2.0.0'), 'version'],
  ['2.4.11.s2.table1', 'an attachment', put('attachments', [{ ...file, fileUrl: 'http://example.com/f', description: { vi: 'Bài làm' } }])],
  ...Object.keys(file).map((name): Case => [
    '2.4.11.s2.table1',
    `an attachment has ${name}`,
    put('attachments', [Object.fromEntries(Object.entries(file).filter(([key]) => key !== name))]),
    `attachments/0/${name}`,
  ]),
  ['2.4.11.s2.table1.row5', 'a length is a whole number', put('attachments', [{ ...file, length: 1.5 }]), 'attachments/0/length'],
  ['2.4.11.s2.table1.row6', 'a SHA-2', put('attachments', [{ ...file, sha2: 'x' }]), 'attachments/0/sha2'],
  ['2.4.11', 'attachments are a list', put('attachments', file), 'attachments'],
  ['4.1.s3.b1', 'keys of extensions are IRIs', put('context/extensions', { a: 1 }), 'context/extensions/a'],
  ['4.1.s3.b2', 'any values of extensions', put('context/extensions', { 'http://example.com/e': [{ Agent: null }, 'x', 1] })],
  ['4.2', 'languages map to texts', put('object/definition/name', { vi: 1 }), 'object/definition/name/vi'],
  ['4.3', 'an IRI may hold letters of any language', put('verb/id', 'http://example.com/động-từ')],
  ['4.4', 'a UUID in capitals', put('context/registration', 'EC531277-B57B-4C15-8D91-D292C5B2B8F7')],
];

const times: Case[] = [
  ...['2026-11-23T09:00:00Z', '2026-11-23T09:00:00.123456789+07:00', '2026-11-23T09:00Z', '20261123T090000Z', '2026-11-23T09:00:00+07', '2026-11-23T09:00:00'].map((time): Case => [
    '4.5.s1.b1',
    time,
    put('timestamp', time),
  ]),
  ...['2026-11-23', '23/11/2026', '2026-13-01T00:00:00Z', '2026-02-30T00:00:00Z', '2026-11-23T09:00:00-00:00', '2026-11-23T09:00:00-00', 'hôm nay', ''].map((time): Case => [
    '4.5.s1.b1',
    time,
    put('timestamp', time),
    'timestamp',
  ]),
  ...['PT4H35M59.14S', 'P3Y1M29DT4H35M59.14S', 'P3Y', 'P4W', 'PT0S', 'P1.5D'].map((span): Case => ['4.6.s1.b1', span, put('result/duration', span)]),
  ...['P', 'PT', 'P4W1D', '4H', 'P1H', 'PA1H', 'P0003-06-04T12:30:05', 'PT1.5H3M'].map((span): Case => ['4.6.s1.b1', span, put('result/duration', span), 'result/duration']),
];

/** What xAPI 2.0 (IEEE 9274.1.1) does differently. */
const contextAgent = { objectType: 'contextAgent', agent: anna, relevantTypes: ['http://example.com/mentor'] };
const second: Case[] = [
  ['2.0', 'context agents and groups', put('context', { contextAgents: [contextAgent], contextGroups: [{ objectType: 'contextGroup', group }] }), undefined, '2.0'],
  ['2.0', 'not before 2.0', put('context', { contextAgents: [contextAgent] }), 'context/contextAgents'],
  ['2.0', 'a context agent says so', put('context/contextAgents', [{ ...contextAgent, objectType: 'Agent' }]), 'context/contextAgents/0/objectType', '2.0'],
  ['2.0', 'a context agent has an agent', put('context/contextAgents', [{ ...contextAgent, agent: group }]), 'context/contextAgents/0/agent/objectType', '2.0'],
  ['2.0', 'relevant types are named', put('context/contextAgents', [{ ...contextAgent, relevantTypes: [] }]), 'context/contextAgents/0/relevantTypes', '2.0'],
  ['2.0', 'relevant types are IRIs', put('context/contextAgents', [{ ...contextAgent, relevantTypes: ['x'] }]), 'context/contextAgents/0/relevantTypes/0', '2.0'],
  ['2.0', 'a context group has a group', put('context/contextGroups', [{ objectType: 'contextGroup', group: anna }]), 'context/contextGroups/0/group/objectType', '2.0'],
  ['2.0', 'version 2.0.0', put('version', '2.0.0'), undefined, '2.0'],
  ['2.0', 'version 1.0.0', put('version', '1.0.0'), undefined, '2.0'],
  ['2.0', 'no version 3', put('version', '3.0.0'), 'version', '2.0'],
  ['2.0', 'timestamps of RFC 3339', put('timestamp', '2008-09-15 15:53:00.601+00:00'), undefined, '2.0'],
  ['2.0', 'timestamps with a zone', put('timestamp', '2026-11-23T09:00:00'), 'timestamp', '2.0'],
  ['2.0', 'timestamps with a known offset', put('timestamp', '2026-11-23T09:00:00-00:00'), 'timestamp', '2.0'],
];

describe.each(Object.entries({ formatting, voiding, agents, groups, objects, results, contexts, others, times, second }))('%s', (_name, cases) => {
  test.each(cases)('%s: %s', (_section, _what, change, refusedAt, version = '1.0') => {
    const statement = change(good());
    if (refusedAt === undefined) {
      expect(checkStatement(statement, version)).toBe(statement);
      return;
    }
    try {
      checkStatement(statement, version);
    } catch (problem) {
      expect(problem).toBeInstanceOf(Problem);
      expect(problem).toMatchObject({ kind: 'invalid', values: { at: refusedAt } });
      return;
    }
    expect.unreachable('it was accepted');
  });
});

test('a good statement is good in both versions', () => {
  expect(checkStatement(good(), '1.0')).toEqual(good());
  expect(checkStatement(good(), '2.0')).toEqual(good());
});
