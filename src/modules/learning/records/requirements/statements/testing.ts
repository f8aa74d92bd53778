import { expect } from 'vitest';
import { fresh, type Json } from '../../testing.ts';
import { IRI, UUID, anna, within, file, WRONG, wrong, right, type Case } from '../cases/testing.ts';
import { CONTEXTS, PEOPLE, THINGS } from '../parts/testing.ts';
import { put, type Requirement } from '../testing.ts';

const formatting: Case[] = [
  ...['actor/name', 'verb/display/vi', 'context/registration', 'object/definition/moreInfo', 'result'].map((path): Case => ['1', 'Data 2.2.s4.b1.b1', path, null, 400]),
  ...['object/definition', 'result', 'context'].map((path): Case => ['1', 'Data 2.2.s4.b1.b1', `${path}/extensions`, { [IRI]: null }, 200]),
  ['3', 'Data 2.2.s2.b3', 'actor', undefined, 400],
  ['4', 'Data 2.2.s2.b3', 'verb', undefined, 400],
  ['5', 'Data 2.2.s2.b3', 'object', undefined, 400],
  ...wrong('6', 'Data 2.2.s4.b1.b2', 'result/score/max', ['một trăm', '100']),
  ...wrong('6', 'Data 2.2.s4.b1.b3', 'result/success', ['đúng', 'true', 1]),
  ...['id', 'verb/id', 'object/id', 'context/registration', 'actor/mbox'].map((path): Case => ['7', 'Data 2.2.s4.b1.b4', path, '', 400]),
  ...['Actor', 'Verb', 'actor/Name', 'result/Success', 'context/Platform', 'object/definition/Type'].map((path): Case => ['8', 'Data 2.2.s4.b1.b5', path, 'x', 400]),
  ...wrong('9', 'Data 2.2.s4.b1.b6', 'object/definition', [{ interactionType: 'Choice' }, { interactionType: 'true-False' }]),
  ['9', 'Data 2.2.s4.b1.b6', 'object/objectType', 'activity', 400],
  ...['iD', 'actor/age', 'verb/name', 'object/name', 'object/definition/title', 'result/grade', 'context/place', 'result/score/mark'].map((path): Case => [
    '10',
    'Data 2.2.s4.b1.b7',
    path,
    'x',
    400,
  ]),
  ...['verb/id', 'object/id', 'object/definition/type', 'object/definition/moreInfo', 'actor/openid'].map((path): Case => ['11', 'Data 2.2.s4.b1.b8', path, 'example.com/x', 400]),
  ...['a12345', 'de-419-DE', 'vi_VN', 'tiếng Việt', ''].map((tag): Case => ['13, 121', 'Data 4.2.s1', 'verb/display', { [tag]: 'x' }, 400]),
  ...['vi', 'en-US', 'zh-Hans-CN', 'sl-rozaj-biske', 'de-CH-1901', 'x-own', 'i-klingon'].map((tag): Case => ['13, 121', 'Data 4.2.s1', 'verb/display', { [tag]: 'x' }, 200]),
  ...['verb/display', 'object/definition/name', 'object/definition/description'].map((path): Case => ['121', 'Data 4.2.s1', path, {}, 400]),
  ['14', 'Data 2.2.s4.b1.b6', 'actor/objectType', '"objectType": "Agent"', 400],
];

const substatements: Case[] = [
  ...wrong('66', 'Data 2.4.4.3.s8.b2', 'object', [
    { ...within, actor: {} },
    { ...within, verb: {} },
    { ...within, object: {} },
    { ...within, timestamp: 'x' },
    { ...within, result: 'x' },
  ]),
  ...(['authority', 'version', 'stored', 'id'] as const).map((field, index): Case => [
    `${67 + index}`,
    'Data 2.4.4.3.s8.b3',
    'object',
    { ...within, [field]: { authority: anna, version: '1.0.0', stored: '2026-11-23T09:00:00Z', id: UUID }[field] },
    400,
  ]),
  ['71', 'Data 2.4.4.3.s8.b4', 'object', { ...within, object: within }, 400],
];

const results: Case[] = [
  ...wrong('74', 'Data 2.4.5.s2.table1.row2', 'result/success', ['true', 1, {}]),
  ...wrong('75', 'Data 2.4.5.s2.table1.row3', 'result/completion', ['false', 0, {}]),
  ...wrong('76', 'Data 2.4.5.s2.table1.row4', 'result/response', [1, true, {}]),
  ...wrong('77, 124', 'Data 4.6.s1.b1', 'result/duration', [...WRONG, 'PA1H0M0S', 'P4W1D', 'P', 'PT', '4H', 'P0003-06-04T12:30:05']),
  ...right('77, 124', 'Data 4.6.s1.b1', 'result/duration', ['PT1H0M0.1S', 'PT4H35M59.14S', 'PT16559.14S', 'P3Y1M29DT4H35M59.14S', 'P3Y', 'P4W', 'PT1.12345S']),
  ...wrong('78', 'Data 2.4.5.s2.table1.row6', 'result/extensions', ['x', 1, { key: 1 }]),
  ...wrong('79', 'Data 2.4.5.1', 'result/score', [1, 'x', [], { points: 1 }]),
  ...wrong('80-81', 'Data 2.4.5.1.s2.table1.row4', 'result/score', [{ min: 5, max: 1 }, { min: 1, max: 1 }, { max: '1' }, { min: {} }]),
  ...wrong('82', 'Data 2.4.5.1.s2.table1.row2', 'result/score', [{ raw: 11, max: 10 }, { raw: 1, min: 2 }, { raw: '1' }]),
  ...wrong('83', 'Data 2.4.5.1.s2.table1.row1', 'result/score', [{ scaled: 1.01 }, { scaled: -1.00001 }, { scaled: '0' }]),
  ...right('2, 80-83', 'Data 2.4.5.1', 'result/score', [{ scaled: 1, raw: 0.6767676, min: -1.5, max: 100.6767676 }, { scaled: -1 }, { raw: 10, max: 10 }, {}]),
];

const others: Case[] = [
  ...wrong('27-30', 'Data 2.4.1.s1', 'id', [...WRONG, `${UUID}8`, `m${UUID.slice(1)}`, UUID.replaceAll('-', '')]),
  ...wrong('23, 97', 'Data 2.4.8.s3.b2', 'stored', ['x', 1]),
  ...right('101', 'Data 2.4.10.s3.b1', 'version', ['1.0', '1.0.0', '1.0.9']),
  ...wrong('101', 'Data 2.4.10.s3.b2', 'version', ['x', '0.9.9', '1.1.0', '1', 1]),
  ['101', 'Data 2.4.10.s3.b2', 'version', '2.0.0', 400, '1.0.3'],
  ['101', 'IEEE 9274.1.1, 4.2.4.3', 'version', '2.0.0', 200, '2.0.0'],
  ...wrong(
    '17, 20',
    'Data 2.3.2.s2.b1',
    '',
    [{ id: IRI }, { objectType: 'Agent', ...anna }, within].map((object) => ({ verb: { id: 'http://adlnet.gov/expapi/verbs/voided' }, object, context: {} })),
  ),
  ...right('25', 'Data 2.4.s1.table1.row11', 'attachments', [[file], [file, { ...file, description: { vi: 'x' } }], []]),
  ...wrong('25', 'Data 2.4.s1.table1.row11', 'attachments', [file, 'x', [1], ['x']]),
  ...(
    [
      [102, 'length', [undefined, '27', 1.5, -1]],
      [103, 'sha2', [undefined, 1, 'x']],
      [104, 'fileUrl', ['x', 1]],
      [105, 'contentType', [undefined, 1, 'text']],
      [106, 'display', [undefined, 'x', 1, {}]],
      [106, 'description', ['x', 1, {}]],
      [107, 'usageType', [undefined, 'x', 1]],
    ] as const
  ).flatMap(([id, field, values]) =>
    wrong(
      `${id}`,
      'Data 2.4.11.s2.table1',
      'attachments',
      values.map((value) => [{ ...file, [field]: value }]),
    ),
  ),
];

const good = (): Json => ({
  ...fresh(),
  object: { id: IRI, definition: { name: { vi: 'Bài' } } },
});
/** What may stand in a statement within another. */
const INNER = ['actor', 'verb', 'object', 'result', 'context', 'timestamp', 'attachments'];

function bodies(path: string, value: unknown): Json[] {
  const whole = path === '' ? { ...good(), ...(value as Json) } : put(good(), path, value);
  const tops = path === '' ? Object.keys(value as Json) : [path.split('/')[0] ?? ''];
  const object = whole['object'] as Json | undefined;
  if (!tops.every((top) => INNER.includes(top)) || object?.['objectType'] === 'SubStatement') return [whole];
  return [whole, { ...fresh(), object: { objectType: 'SubStatement', ...Object.fromEntries(Object.entries(whole).filter(([field]) => INNER.includes(field))) } }];
}

/** The requirements on statements, parts and types of part two, each in a statement and in one within it. */
export const ON_STATEMENTS: Requirement[] = [formatting, PEOPLE, THINGS, substatements, results, CONTEXTS, others].flat().map(([ids, section, path, value, status, only]) => ({
  ids,
  section,
  what: `${path} = ${JSON.stringify(value) ?? 'nothing'} is ${status}`,
  try: async ({ ask, version }) => {
    if (only !== undefined && only !== version) return;
    for (const body of bodies(path, value)) {
      const answer = await ask('POST', 'statements', { body });
      expect([answer.status, answer.text, body]).toEqual([status, answer.text, body]);
    }
  },
}));
