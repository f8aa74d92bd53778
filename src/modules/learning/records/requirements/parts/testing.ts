import { IRI, UUID, anna, bob, group, ref, within, WRONG, wrong, right, type Case } from '../cases/testing.ts';

/** Agents and groups. */
export const PEOPLE: Case[] = [
  ...wrong('31', 'Data 2.4.2', 'actor', [
    { ...anna, objectType: 'Person' },
    { ...anna, objectType: 'agent' },
    { ...anna, objectType: 1 },
  ]),
  ...['actor', 'context/instructor', 'authority'].flatMap((at): Case[] => [
    ...wrong('32', 'Data 2.4.2.1.s2.table1.row1', at, [
      { ...anna, objectType: 'Thing' },
      { ...anna, objectType: {} },
    ]),
    ...wrong(
      '33',
      'Data 2.4.2.1.s2.table1.row2',
      at,
      [1, { vi: 'Anna' }].map((name) => ({ ...anna, name })),
    ),
    ...wrong('34', 'Data 2.4.2.1.s2.b1', at, [{ name: 'Anna' }, { ...anna, ...bob }, { ...anna, account: { homePage: IRI, name: 'a' } }]),
    ...right('34', 'Data 2.4.2.1.s2.b1', at, [anna, bob, { mbox_sha1sum: 'ebd31e95054c018b10727ccffd2ef2ec3a016ee9' }, { account: { homePage: IRI, name: 'a' } }]),
    ...wrong(
      '38',
      'Data 2.4.2.3.s3.table1.row1',
      at,
      ['anna@example.com', 'mailto:anna', 'http://example.com', 1].map((mbox) => ({ mbox })),
    ),
    ...wrong(
      '39',
      'Data 2.4.2.3.s3.table1.row2',
      at,
      ['x', 1, {}].map((sum) => ({ mbox_sha1sum: sum })),
    ),
    ...wrong(
      '40',
      'Data 2.4.2.3.s3.table1.row3',
      at,
      ['anna', 1, {}].map((openid) => ({ openid })),
    ),
    ...wrong(
      '41',
      'Data 2.4.2.3.s3.table1.row4',
      at,
      ['anna', 1, {}, []].map((account) => ({ account })),
    ),
    ...wrong(
      '42',
      'Data 2.4.2.4.s2.table1.row1',
      at,
      [{ name: 'a' }, { homePage: 'x', name: 'a' }, { homePage: 1, name: 'a' }].map((account) => ({ account })),
    ),
    ...wrong(
      '43',
      'Data 2.4.2.4.s2.table1.row2',
      at,
      [{ homePage: IRI }, { homePage: IRI, name: 1 }, { homePage: IRI, name: {} }].map((account) => ({ account })),
    ),
  ]),
  ...['actor', 'context/team', 'context/instructor'].flatMap((at): Case[] => [
    ...wrong('35', 'Data 2.4.2.2.s4.b1', at, [{ objectType: 'Group' }, { objectType: 'Group', member: [] }]),
    ...wrong(
      '36',
      'Data 2.4.2.2.s2.table1.row3',
      at,
      [anna, [group], [{}], ['anna'], 'anna'].map((member) => ({ objectType: 'Group', member })),
    ),
    ...wrong('37', 'Data 2.4.2.2.s5.b1', at, [
      { ...group, ...anna, ...bob },
      { ...group, mbox: 'anna' },
    ]),
    ...right('37', 'Data 2.4.2.2.s5.b4', at, [group, { objectType: 'Group', ...anna }, { ...group, ...bob }, { objectType: 'Group', ...anna, member: [] }]),
  ]),
  ['35', 'Data 2.4.2.2.s2', 'actor/member', [anna], 400],
  ...wrong('24, 98, 100', 'Data 2.4.9.s3.b1', 'authority', [
    { objectType: 'Group', member: [anna] },
    { objectType: 'Group', member: [anna, bob, anna] },
    { ...group, ...anna },
    'anna',
  ]),
  ...right('24, 98', 'Data 2.4.9.s3.b1', 'authority', [anna, group]),
];

/** Verbs and objects. */
export const THINGS: Case[] = [
  ...wrong('44', 'Data 2.4.3.s3.table1.row1', 'verb', [{ display: { vi: 'x' } }, { id: 1 }, { id: 'did' }, { id: {} }]),
  ...wrong('45', 'Data 2.4.3.s3.table1.row2', 'verb/display', ['x', 1, ['x'], { vi: 1 }]),
  ...wrong(
    '46',
    'Data 2.4.4.s2',
    'object',
    ['Thing', 'activity', 1].map((objectType) => ({ objectType, id: IRI })),
  ),
  ...wrong('47', 'Data 2.4.4.1.s1.table1.row2', 'object', [{}, { id: 1 }, { id: 'x' }, { objectType: 'Activity' }]),
  ...wrong('48', 'Data 2.4.4.1.s1.table1.row3', 'object/definition', WRONG),
  ...wrong(
    '49',
    'Data 2.4.4.1.s8.table1.row1',
    'object/definition',
    [...WRONG, 'likert'.toUpperCase()].map((interactionType) => ({ interactionType })),
  ),
  ...['true-false', 'choice', 'fill-in', 'long-fill-in', 'matching', 'performance', 'sequencing', 'likert', 'numeric', 'other'].map((interactionType): Case => [
    '49',
    'Data 2.4.4.1.s8.table1.row1',
    'object/definition',
    { interactionType, correctResponsesPattern: ['x'] },
    200,
  ]),
  ...wrong(
    '50',
    'Data 2.4.4.1.s8.table1.row2',
    'object/definition',
    [...WRONG, [1], [{}]].map((list) => ({ interactionType: 'other', correctResponsesPattern: list })),
  ),
  ...(
    [
      ['51', 'performance', 'steps'],
      ['52', 'matching', 'target'],
      ['53', 'matching', 'source'],
      ['54', 'likert', 'scale'],
      ['55', 'choice', 'choices'],
      ['55', 'sequencing', 'choices'],
    ] as const
  ).flatMap(([id, interactionType, list]): Case[] => [
    ...right(`${id}, 62`, 'Data 2.4.4.1.s15.table2', 'object/definition', [
      { interactionType, [list]: [{ id: 'a', description: { vi: 'x' } }] },
      { interactionType, [list]: [] },
    ]),
    ...wrong(
      `${id}, 63`,
      'Data 2.4.4.1.s15.table2',
      'object/definition',
      [...WRONG, ['a'], [1]].map((value) => ({ interactionType, [list]: value })),
    ),
    ...wrong(
      '58',
      'Data 2.4.4.1.s16.b1',
      'object/definition',
      [[{}], [{ id: 1 }], [{ id: 'a' }, { id: 'a' }]].map((value) => ({ interactionType, [list]: value })),
    ),
    ...wrong(
      '62',
      'Data 2.4.4.1.s15.table1.row2',
      'object/definition',
      ['x', { x_: 'y' }, {}].map((description) => ({ interactionType, [list]: [{ id: 'a', description }] })),
    ),
    ...wrong('64', 'Data 2.4.4.1.s13.b1', 'object/definition', [{ [list]: [{ id: 'a' }] }]),
  ]),
  ...wrong('56', 'Data 2.4.4.1.s2.table1.row1', 'object/definition/name', ['x', 1, { vi: 1 }]),
  ...wrong('57', 'Data 2.4.4.1.s2.table1.row5', 'object/definition/extensions', ['x', 1, { key: 1 }]),
  ...wrong('59', 'Data 2.4.4.1.s2.table1.row2', 'object/definition/description', ['x', 1, { vi: {} }]),
  ...wrong('60', 'Data 2.4.4.1.s2.table1.row3', 'object/definition/type', WRONG),
  ...wrong('61', 'Data 2.4.4.1.s2.table1.row4', 'object/definition/moreInfo', WRONG),
  ...wrong('64', 'Data 2.4.4.1.s13.b1', 'object/definition', [{ correctResponsesPattern: ['x'] }]),
  ...wrong('65', 'Data 2.4.4.2.s1.b1', 'object', [anna, { member: [anna] }, { account: { homePage: IRI, name: 'a' } }]),
  ...wrong('72', 'Data 2.4.4.3.s4.table1.row2', 'object', [
    { objectType: 'StatementRef' },
    { ...ref, id: 'x' },
    { ...ref, id: 1 },
    { ...ref, id: `${UUID}8` },
    { ...ref, id: `m${UUID.slice(1)}` },
  ]),
  ...wrong('73', 'Data 2.4.4.3.s4.b1', 'object', [
    { id: UUID },
    { ...ref, objectType: 'statementref' },
    { ...within, objectType: undefined },
    { ...within, objectType: 'substatement' },
  ]),
];

/** Contexts, moments and extensions. */
export const CONTEXTS: Case[] = [
  ...['revision', 'platform'].flatMap((name, index): Case[] => [
    ...[{ objectType: 'Agent', ...anna }, group, ref].map((object): Case => [`${84 + index}`, 'Data 2.4.6.s4.b1', '', { object, context: { [name]: 'x' } }, 400]),
    ...wrong(`${89 + index}`, 'Data 2.4.6.s3.table1.row5', `context/${name}`, [1, {}, true]),
  ]),
  ...wrong('86', 'Data 2.4.6.s3.table1.row4', 'context/contextActivities', ['x', 1, []]),
  ...wrong('87', 'Data 2.4.6.s3.table1.row1', 'context/registration', [...WRONG, `${UUID}8`, `m${UUID.slice(1)}`]),
  ...wrong('87', 'Data 2.4.6.s3.table1.row2', 'context/instructor', [{}, 'anna', { ...anna, objectType: 'Activity' }]),
  ...wrong('88', 'Data 2.4.6.s3.table1.row3', 'context/team', [anna, { objectType: 'Agent', ...anna }, 'tổ']),
  ...wrong('91', 'Data 2.4.6.s3.table1.row7', 'context/language', [1, {}, 'a12345', 'tiếng Việt']),
  ...wrong('92', 'Data 2.4.6.s3.table1.row8', 'context/statement', [{ id: UUID }, { objectType: 'StatementRef' }, { ...ref, id: 'x' }, UUID]),
  ...right('92', 'Data 2.4.6.s3.table1.row8', 'context/statement', [ref]),
  ...wrong('93', 'Data 2.4.6.2.s4.b1', 'context/contextActivities', [{ parents: [{ id: IRI }] }, { Parent: [{ id: IRI }] }]),
  ...['parent', 'grouping', 'category', 'other'].flatMap((name): Case[] => [
    ...right('93-94', 'Data 2.4.6.2.s4.b2', `context/contextActivities/${name}`, [{ id: IRI }, [{ id: IRI }, { objectType: 'Activity', id: IRI }]]),
    ...wrong('94', 'Data 2.4.6.2.s4.b2', `context/contextActivities/${name}`, [IRI, 1, {}, [{ id: IRI }, {}], [IRI], { objectType: 'Agent', ...anna }]),
  ]),
  ['95', 'Data 2.4.6.2', 'context/contextActivities', {}, 400],
  ...['2026-11-23', '01/011/2015', 'hôm nay', 1, '2008-09-15T15:53:00.601-00', '2008-09-15T15:53:00.601-0000', '2008-09-15T15:53:00.601-00:00'].map((time): Case => [
    '22, 123',
    'Data 4.5.s1.b1',
    'timestamp',
    time,
    400,
  ]),
  ...right('22, 123', 'Data 4.5.s1.b1', 'timestamp', ['2026-11-23T09:00:00.123456789+07:00', '2008-09-15 15:53:00.601+00:00', '2090-01-01T00:00:00Z']),
  ['123', 'Data 4.5.s1.b1', 'timestamp', '20261123T090000Z', 200, '1.0.3'],
  ['123', 'IEEE 9274.1.1, 4.2.7', 'timestamp', '20261123T090000Z', 400, '2.0.0'],
  ...['object/definition', 'result', 'context'].flatMap((path): Case[] => [
    ...wrong('118, 120', 'Data 4.1.s3.b1', `${path}/extensions`, [{ key: 1 }, { '': 1 }, 'x', [1]]),
    ...right('119', 'Data 4.1.s3.b2', `${path}/extensions`, [{}, { [IRI]: '' }, { [IRI]: null }, { [IRI]: {} }, { [IRI]: [{ Actor: null }] }]),
  ]),
  ...(['contextAgents', 'contextGroups'] as const).flatMap((name): Case[] => {
    const one = name === 'contextAgents' ? { objectType: 'contextAgent', agent: anna } : { objectType: 'contextGroup', group };
    const inner = name === 'contextAgents' ? 'agent' : 'group';
    const wrongs = [
      one,
      [{ ...one, objectType: 'x' }],
      [{ ...one, [inner]: { key: 'x' } }],
      [{ ...one, relevantTypes: [] }],
      [{ ...one, relevantTypes: ['abc'] }],
      [{ ...one, objectType: undefined }],
    ];
    return [
      ...wrongs.map((list): Case => ['10', 'IEEE 9274.1.1, 4.2.2', `context/${name}`, list, 400, '2.0.0']),
      ...[[one], [{ ...one, relevantTypes: [IRI] }], []].map((list): Case => ['10', 'IEEE 9274.1.1, 4.2.2', `context/${name}`, list, 200, '2.0.0']),
      ['10', 'Data 2.4.6.s3', `context/${name}`, [one], 400, '1.0.3'],
    ];
  }),
];
