import Type from 'typebox';
import { expect, test } from 'vitest';
import { Problem } from '#base/problem/index.ts';
import { safePath } from './address.ts';
import { inputOf, refuse } from './form.ts';

const schema = Type.Object({
  name: Type.String(),
  day: Type.Optional(Type.String({ format: 'date' })),
  places: Type.Optional(Type.Integer()),
  open: Type.Boolean(),
  tags: Type.Array(Type.String()),
});

function form(fields: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

test('fields become what the schema wants: days as people type them, numbers, yes and no, lists; others are left out', () => {
  const fields = form([
    ['name', '  Hạnh '],
    ['day', '5/9/2026'],
    ['places', '12'],
    ['open', 'on'],
    ['tags', 'a'],
    ['tags', 'b'],
    ['_request', 'x'],
    ['admin', 'true'],
  ]);
  expect(inputOf(schema, fields)).toEqual({ name: 'Hạnh', day: '2026-09-05', places: 12, open: true, tags: ['a', 'b'] });
});

test.each([
  ['9.500.000', 9_500_000],
  ['9 500 000', 9_500_000],
  ['1.000', 1000],
  ['9.50', '9.50'],
  ['1.2.3', '1.2.3'],
])('a whole number may be typed with its thousands apart: %s', (typed, read) => {
  expect(inputOf(schema, form([['places', typed]]))).toMatchObject({ places: read });
});

test('an empty field is a field not filled in', () => {
  expect(
    inputOf(
      schema,
      form([
        ['name', ' '],
        ['day', ''],
        ['places', ''],
      ]),
    ),
  ).toEqual({ open: false, tags: [] });
});

test('what is no day or number stays as typed, so that the refusal can show it', () => {
  expect(
    inputOf(
      schema,
      form([
        ['day', '31/2/2026'],
        ['places', 'nhiều'],
      ]),
    ),
  ).toMatchObject({ day: '31/2/2026', places: 'nhiều' });
});

test.each([
  ['/people?q=a', '/people?q=a'],
  ['//elsewhere.example', '/'],
  ['https://elsewhere.example', '/'],
  ['/\\elsewhere.example', '/'],
  ['', '/'],
  [null, '/'],
])('after a form one goes on to %j as %j', (next, expected) => expect(safePath(next)).toBe(expected));

test('a refusal keeps every value of a field that has several', () => {
  const given = form([
    ['kinds', 'ward'],
    ['kinds', 'commune'],
    ['title', 'Bản tin'],
    ['password', 'bí mật'],
  ]);
  expect(refuse(new Problem('invalid', 'operation.input-invalid'), given).data).toMatchObject({
    typed: { title: 'Bản tin' },
    chosen: { kinds: ['ward', 'commune'], title: ['Bản tin'] },
  });
  expect(JSON.stringify(refuse(new Problem('invalid', 'operation.input-invalid'), given).data)).not.toContain('bí mật');
});
