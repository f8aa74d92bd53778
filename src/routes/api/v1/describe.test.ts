import { describe, expect, test } from 'vitest';
import { Value } from 'typebox/value';
import { operations } from '#program/index.ts';
import { openApi } from '#web/openapi.ts';
import { exampleOf, modulesOf, typeOf } from './describe.ts';

const modules = modulesOf(openApi(operations), 'https://khue.example/api/v1');
const all = modules.flatMap((module) => module.operations);

describe('the readable description', () => {
  test('has every operation once, under its module, with its permission', () => {
    expect(all.map(({ name }) => name).sort()).toEqual(operations.map(({ name }) => name).sort());
    expect(all.length).toBeGreaterThan(10);
    for (const { module, operations: of } of modules) expect(of.filter(({ name }) => !name.startsWith(`${module}.`))).toEqual([]);
    for (const op of operations) expect(all.find(({ name }) => name === op.name)?.permission).toBe(op.permission);
  });

  test('tells the fields of calendar.due, those inside lists too', () => {
    const due = all.find(({ name }) => name === 'calendar.due');
    expect(due?.input.map(({ name, type, required, place }) => [name, type, required, place])).toEqual([
      ['start', 'string (date)', true, 'body'],
      ['workingDays', 'integer 0 … 2500', true, 'body'],
      ['pauses', 'list of object, at most 200', false, 'body'],
      ['pauses[].from', 'string (date)', true, 'body'],
      ['pauses[].to', 'string (date)', true, 'body'],
    ]);
    expect(due?.output.map(({ name }) => name)).toContain('skipped[].name.vi');
    expect(due?.curl).toBe(`curl -X POST 'https://khue.example/api/v1/calendar/due' \\\n  -H 'content-type: application/json' \\\n  -d '{"start":"2026-11-23","workingDays":0}'`);
  });

  test('an address in an example has no hole left, and what needs a session sends it', () => {
    expect(all.filter(({ curl }) => /khue\.example[^']*[{}]/.test(curl))).toEqual([]);
    expect(all.filter(({ permission, curl }) => (permission === 'public') === curl.includes('cookies.txt'))).toEqual([]);
  });

  test('the example of an input is one that the operation takes', () => {
    const wrong = operations.flatMap((op) => (Value.Check(op.input, exampleOf(JSON.parse(JSON.stringify(op.input)))) ? [] : op.name));
    expect(wrong).toEqual([]);
  });
});

test.each([
  [{ type: 'string' }, 'text'],
  [{ type: 'string', minLength: 10 }, 'text text text'],
  [{ type: 'string', maxLength: 2 }, 'te'],
  [{ type: 'string', pattern: '^a:[0-9]$', examples: ['a:1'] }, 'a:1'],
])('an example of %j is %s', (schema, example) => {
  expect(exampleOf(schema)).toBe(example);
});

test.each([
  [{ type: 'string' }, 'string'],
  [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string | null'],
  [{ enum: ['off', 'worked'] }, '"off" | "worked"'],
  [{ type: 'array', items: { const: 'a' } }, 'list of "a"'],
  [{ type: 'number', minimum: 1 }, 'number 1 …'],
])('%j is %s', (schema, text) => {
  expect(typeOf(schema)).toBe(text);
});
