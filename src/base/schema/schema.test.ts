import Type from 'typebox';
import { expect, test } from 'vitest';
import { faultsOf } from './index.ts';

const input = Type.Object({
  starts: Type.String({ pattern: '^[0-2][0-9]:[0-5][0-9]$', examples: ['08:00'] }),
  link: Type.Optional(Type.Union([Type.String({ pattern: '^https://', examples: ['https://hop.example.vn'] }), Type.Null()])),
  code: Type.Optional(Type.String({ pattern: '^[a-z]+$' })),
  note: Type.Optional(Type.String({ maxLength: 5 })),
  file: Type.Optional(Type.Object({ content: Type.String({ maxLength: Math.ceil((2 * 1_048_576 * 4) / 3) + 4, contentEncoding: 'base64' }) })),
});

test.each([
  [{ starts: '8h' }, { at: '/starts', code: 'operation.input.example', values: { example: '08:00' } }],
  [
    { starts: '08:00', link: 'javascript:alert(1)' },
    { at: '/link', code: 'operation.input.example', values: { example: 'https://hop.example.vn' } },
  ],
  [
    { starts: '08:00', code: 'A1' },
    { at: '/code', code: 'operation.input.pattern' },
  ],
  [
    { starts: '08:00', note: 'too long' },
    { at: '/note', code: 'operation.input.maxLength', values: { limit: 5 } },
  ],
  [
    { starts: '08:00', file: { content: 'A'.repeat(3_000_000) } },
    { at: '/file/content', code: 'operation.input.file-size', values: { megabytes: 2 } },
  ],
])('what is wrong says how to mend it: an example where the schema has one, the size of a file in megabytes (case %#)', (value, fault) => {
  expect(faultsOf(input, value)).toMatchObject([fault]);
});
