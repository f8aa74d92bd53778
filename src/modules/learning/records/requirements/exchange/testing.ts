import { expect } from 'vitest';
import { fresh, multipart, sha256, type Json } from '../../testing.ts';
import { GIVING } from '../giving/testing.ts';
import { given, statuses, store, type Requirement, type Row } from '../testing.ts';

const storing: Row[] = [
  [
    '143-144, 139',
    'Communication 2.1.1.s1',
    'PUT stores under the id of the address',
    async (asked) => {
      const { id, ...rest } = fresh();
      expect(await asked.ask('PUT', 'statements', { query: { statementId: id }, body: rest })).toMatchObject({ status: 204, text: '' });
      expect((await given(asked, { statementId: id })).one).toMatchObject({ id });
    },
  ],
  [
    '145',
    'Communication 2.1.1.s1.table1.row1',
    'PUT without statementId, or with one that is none',
    async (asked) => statuses(asked, 'PUT', [{}, { statementId: 'true' }, { statementId: '[object Object]' }], 400),
  ],
  [
    '142, 182',
    'Communication 2.1.1.s2.b2',
    'a known id changes nothing: the same is taken, another is 409',
    async (asked) => {
      const statement = fresh();
      const other = { ...statement, verb: { id: 'http://example.com/other' } };
      await store(asked, statement);
      expect(await asked.ask('PUT', 'statements', { query: { statementId: statement.id }, body: other })).toMatchObject({ status: 409 });
      expect(await asked.ask('POST', 'statements', { body: other })).toMatchObject({ status: 409 });
      expect(await asked.ask('PUT', 'statements', { query: { statementId: statement.id }, body: statement })).toMatchObject({ status: 204 });
      expect((await given(asked, { statementId: statement.id })).one).toMatchObject({ verb: statement['verb'] });
    },
  ],
  [
    '142',
    'Communication 2.1.1.s2.b2',
    'of several who send one id at once, all with the same statement, none fails and one is stored',
    async (asked) => {
      const statement = fresh();
      const sent = await Promise.all([1, 2, 3].map(() => asked.ask('POST', 'statements', { body: statement })));
      expect(sent.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect((await given(asked, { agent: statement['actor'] })).ids).toEqual([statement.id]);
    },
  ],
  [
    '26, 146-147',
    'Communication 2.1.2.s1',
    'POST answers the ids in their order, given ones and new ones',
    async ({ ask }) => {
      const [a, b] = [fresh(), fresh({ id: undefined })];
      expect((await ask('POST', 'statements', { body: [a, b] })).json).toEqual([a.id, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    },
  ],
  [
    '182, 326',
    'Communication 3.2.s3.b9',
    'a batch with one that is wrong, or with an id twice, leaves nothing',
    async ({ ask }) => {
      const [a, b] = [fresh(), fresh()];
      for (const wrong of [
        { ...b, verb: { id: 'sai' } },
        { ...b, id: a.id },
      ])
        expect(await ask('POST', 'statements', { body: [a, wrong] })).toMatchObject({ status: 400 });
      expect(await ask('GET', 'statements', { query: { statementId: a.id } })).toMatchObject({ status: 404 });
    },
  ],
  [
    '21',
    'Data 2.2.s3.b7',
    'a property that stands twice in one object',
    async ({ ask }) => {
      const headers = { 'content-type': 'application/json' };
      const text = JSON.stringify(fresh());
      for (const more of ['"verb":{"id":"http://example.com/y"}', '"result":{"success":true,"success":false}', '"result" : {"response":"}\\"{", "respons\\u0065" :"x"}'])
        expect([more, (await ask('POST', 'statements', { body: `${text.slice(0, -1)},${more}}`, headers })).status]).toEqual([more, 400]);
      const apart = `${text.slice(0, -1)},"result":{"response":"\\"response\\":","extensions":{"http://example.com/e":[{"a":1},{"a":2}]}}}`;
      expect(await ask('POST', 'statements', { body: apart, headers })).toMatchObject({ status: 200 });
    },
  ],
  [
    '15',
    'Communication 1.4.s1.b1',
    'texts are UTF-8 on both ways',
    async (asked) => {
      const statement = fresh({ result: { response: 'Tiếng Việt — 日本語 — 🌱' } });
      await store(asked, statement);
      expect((await given(asked, { statementId: statement.id })).one).toMatchObject({ result: statement['result'] });
      expect(await asked.ask('POST', 'statements', { body: Buffer.from([0x22, 0xff, 0x22]), headers: { 'content-type': 'application/json' } })).toMatchObject({ status: 400 });
    },
  ],
  [
    '2, 96-97, 99, 122',
    'Data 2.4',
    'numbers and milliseconds are kept, context activities come as lists, stored and authority are set',
    async (asked) => {
      const score = { raw: 1.1754943508222875e-38, scaled: 0.333333343267 };
      const statement = fresh({
        result: { score },
        timestamp: '2026-11-23T09:00:00.123456+07:00',
        context: { contextActivities: { parent: { id: 'http://example.com/p' } } },
        stored: '2001-01-01T00:00:00Z',
      });
      await store(asked, statement);
      const { one } = await given(asked, { statementId: statement.id });
      expect(one).toMatchObject({ result: { score }, context: { contextActivities: { parent: [{ id: 'http://example.com/p' }] } }, authority: { objectType: 'Agent' } });
      expect(one['timestamp']).toMatch(/^2026-11-23T02:00:00\.123\d*Z$/);
      expect(one['stored']).toMatch(/^20\d\d-(?!01-01T00:00:00).*\.\d{3}Z$/);
    },
  ],
  [
    '330, 332-333',
    'Communication 3.3.s3',
    'a statement keeps its version, one without has that of the request; the answer names the newest patch',
    async (asked) => {
      const [stated, silent] = [fresh({ version: '1.0.1' }), fresh()];
      await store(asked, stated, silent);
      const answer = await given(asked, { statementId: stated.id });
      expect(answer.headers.get('x-experience-api-version')).toBe(asked.version);
      expect(answer.one).toMatchObject({ ...stated, version: '1.0.1' });
      expect((await given(asked, { statementId: silent.id })).one['version']).toBe(asked.version === '2.0.0' ? '2.0.0' : '1.0.0');
    },
  ],
];

const bytes = 'here is a simple attachment';
const said = (more: Json = {}) => ({
  usageType: 'http://example.com/use',
  display: { vi: 'Tệp' },
  contentType: 'text/plain; charset=ascii',
  length: bytes.length,
  sha2: sha256(bytes),
  ...more,
});
const headed = (more: Record<string, string | undefined> = {}) =>
  Object.fromEntries(
    Object.entries({ 'Content-Type': 'text/plain', 'Content-Transfer-Encoding': 'binary', 'X-Experience-API-Hash': sha256(bytes), ...more }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );

const attachments: Row[] = [
  [
    '127, 133-135',
    'Communication 1.5.2',
    'a statement with its attachment, named with and without a parameter of its type',
    async ({ ask }) => {
      for (const type of ['text/plain', 'text/plain; charset=ascii', undefined])
        expect(await ask('POST', 'statements', multipart(fresh({ attachments: [said()] }), [{ headers: headed({ 'Content-Type': type }), bytes }]))).toMatchObject({ status: 200 });
      expect(
        await ask('POST', 'statements', multipart(fresh({ attachments: [said()] }), [{ headers: headed({ 'Content-Type': 'text/plain; charset=utf-8' }), bytes }])),
      ).toMatchObject({ status: 400 });
    },
  ],
  [
    '127',
    'Communication 1.5.1.s1',
    'without bytes: as JSON or multipart when there is an address, never in another type',
    async ({ ask }) => {
      const body = () => fresh({ attachments: [said({ fileUrl: 'http://example.com/f' })] });
      expect(await ask('POST', 'statements', { body: body() })).toMatchObject({ status: 200 });
      expect(await ask('POST', 'statements', multipart(body(), []))).toMatchObject({ status: 200 });
      expect(await ask('POST', 'statements', multipart(fresh(), []))).toMatchObject({ status: 200 });
      const { body: form } = multipart(body(), []);
      for (const type of ['multipart/form-data; boundary=abcABC0123', 'text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream'])
        expect([type, (await ask('POST', 'statements', { body: form, headers: { 'content-type': type } })).status]).toEqual([type, 400]);
    },
  ],
  [
    '128-129, 132-135',
    'Communication 1.5.2.s2',
    'a part too many or too few, without hash or encoding, of another hash, statements elsewhere',
    async ({ ask }) => {
      const part = { headers: headed(), bytes };
      const other = { headers: headed({ 'X-Experience-API-Hash': sha256('khác') }), bytes: 'khác' };
      const wrong = [
        [part, other],
        [],
        [{ headers: headed({ 'X-Experience-API-Hash': undefined }), bytes }],
        [{ headers: headed({ 'Content-Transfer-Encoding': undefined }), bytes }],
        [{ headers: headed(), bytes: 'khác' }],
        [{ headers: { 'Content-Type': 'application/json' }, bytes: JSON.stringify(fresh()) }, part],
      ];
      for (const parts of wrong) expect([parts, (await ask('POST', 'statements', multipart(fresh({ attachments: [said()] }), parts))).status]).toEqual([parts, 400]);
    },
  ],
  [
    '130-131, 134',
    'Communication 1.5.2.s2.b2',
    'a body without boundary, with one missing between, or whose first part is no JSON',
    async ({ ask }) => {
      const { body, headers } = multipart(fresh({ attachments: [said()] }), [{ headers: headed(), bytes }]);
      const text = body.toString();
      const middle = text.indexOf('--abcABC0123', 5);
      for (const [sent, type] of [
        [text, 'multipart/mixed'],
        [text.slice(0, middle) + text.slice(middle + 14), headers['content-type']],
        [text.replace('application/json', 'text/plain'), headers['content-type']],
        [text.slice(0, -20), headers['content-type']],
      ] as const)
        expect(await ask('POST', 'statements', { body: sent, headers: { 'content-type': type } })).toMatchObject({ status: 400 });
    },
  ],
  [
    '130',
    'RFC 2046, 5.1.1',
    'what stands before the first boundary and blanks behind one do not count',
    async ({ ask }) => {
      const { body, headers } = multipart(fresh({ attachments: [said()] }), [{ headers: headed(), bytes }]);
      const padded = `Lời đầu\r\n${body.toString().replaceAll('--abcABC0123\r\n', '--abcABC0123 \t\r\n')}Lời cuối`;
      expect(await ask('POST', 'statements', { body: padded, headers })).toMatchObject({ status: 200 });
    },
  ],
  [
    '161, 167',
    'Communication 2.1.3.s1.table1.row13',
    'given out only when asked for, each once',
    async (asked) => {
      const [a, b] = [fresh({ attachments: [said()] }), fresh({ attachments: [said()] })];
      expect(await asked.ask('POST', 'statements', multipart([a, b], [{ headers: headed(), bytes }]))).toMatchObject({ status: 200 });
      for (const query of [{ statementId: a.id }, { statementId: a.id, attachments: 'false' }])
        expect((await given(asked, query)).headers.get('content-type')).toBe('application/json');
      const answer = await given(asked, { statementId: a.id, attachments: 'true' });
      expect(answer.headers.get('content-type')).toMatch(/^multipart\/mixed; boundary=/);
      expect(answer.text.split(bytes)).toHaveLength(2);
      expect(answer.text).toContain(`X-Experience-API-Hash: ${sha256(bytes)}`);
      expect((await asked.ask('HEAD', 'statements', { query: { statementId: a.id, attachments: 'true' } })).text).toBe('');
    },
  ],
];

/** The requirements on storing and giving out statements, and on attachments. */
export const ON_EXCHANGE: Requirement[] = [...storing, ...GIVING, ...attachments].map(([ids, section, what, attempt]) => ({ ids, section, what, try: attempt }));
