import Type from 'typebox';
import { describe, expect, test } from 'vitest';
import { operation } from '#kernel/operation/index.ts';
import { listPermissions } from '#kernel/org/index.ts';
import { manifests, operations } from '#program/index.ts';
import { beyondKnown } from './known.ts';
import { wrongOperation } from './operations.ts';

describe('operations', () => {
  test('every one is named, addressed, closed and described', () => {
    expect(operations.length).toBeGreaterThan(10);
    expect(beyondKnown(operations.flatMap(wrongOperation))).toEqual([]);
  });

  test('no name and no address is given twice', () => {
    expect(doubles(operations.map(({ name }) => name))).toEqual([]);
    expect(doubles(operations.map(({ http }) => http.replace(/\{\w+\}/g, '{}')))).toEqual([]);
  });

  test('a module names its operations, permissions, facts and sets after itself', () => {
    const foreign = manifests
      .filter(({ name }) => name !== 'kernel')
      .flatMap(({ name, operations: own, permissions, facts, sets, ratios }) =>
        [...own, ...facts, ...sets, ...ratios]
          .map((one) => one.name)
          .concat(permissions)
          .filter((one) => !one.startsWith(`${name}.`)),
      );
    expect(foreign).toEqual([]);
  });

  test('the guard finds what it looks for', () => {
    const wrong = operation({
      name: 'test.lookAtIt',
      summary: 'Short and wrong.',
      kind: 'write',
      http: 'GET /test/{id}',
      permission: 'public',
      input: Type.Object({ a: Type.String() }),
      output: Type.Object({}, { additionalProperties: false }),
      run: async () => ({}),
    });
    expect(wrongOperation(wrong)).toEqual(
      ['its name is not module.verb-noun', 'a write behind GET', '{id} is no field of the input', 'input is not closed', 'input.a has no description'].map(
        (line) => `test.lookAtIt: ${line}`,
      ),
    );
  });
});

test('the permissions of content/roles.json are those that operations and modules ask for', () => {
  const asked = [...operations.map(({ permission }) => permission), ...manifests.flatMap(({ permissions }) => permissions)];
  const expected = new Set(asked.filter((name) => name !== 'public' && name !== 'signed-in'));
  expect([...expected].filter((name) => !listPermissions().includes(name))).toEqual([]);
  expect(
    beyondKnown(
      listPermissions()
        .filter((name) => !expected.has(name))
        .map((name) => `nobody asks for ${name}`),
    ),
  ).toEqual([]);
});

test('every operation asks for a permission of its own module or of the kernel', () => {
  const common = manifests.filter(({ name }) => name === 'kernel').flatMap(({ permissions }) => permissions);
  const foreign = manifests.flatMap(({ name, operations: own, permissions }) =>
    own.filter(({ permission }) => ![...common, ...permissions, 'public', 'signed-in'].includes(permission)).map((op) => `${name}: ${op.name} asks for ${op.permission}`),
  );
  expect(beyondKnown(foreign)).toEqual([]);
});

function doubles(values: string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}
