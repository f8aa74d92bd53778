import Type from 'typebox';
import { expect, test, vi } from 'vitest';
import type { Actor } from '#kernel/org/index.ts';
import { operation, perform } from '#kernel/operation/index.ts';
import { newId } from '#base/id/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { forgetAnswers, fresh } from './fresh.ts';

const { db, inRolledBack } = await testDatabase();
const person = (personId: string, role: string): Actor => ({ kind: 'person', personId, name: 'x', grants: [{ role, unitId: 'u' }] });

test('people with the same roles share an answer, others do not, and a refresh forgets it', async () => {
  let times = 0;
  const ask = (actor: Actor, question = 'a') => fresh(db, actor, [question], async () => (times += 1));
  expect(await Promise.all([ask(person('1', 'clerk')), ask(person('2', 'clerk'))])).toEqual([1, 1]);
  expect(await ask(person('3', 'auditor'))).toBe(2);
  expect(await ask(person('1', 'clerk'), 'b')).toBe(3);
  forgetAnswers(db);
  expect(await ask(person('1', 'clerk'))).toBe(4);
});

test('an answer is given for two seconds, a failure never', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  let times = 0;
  const ask = () => fresh(db, person('1', 'clerk'), ['time'], async () => (times += 1));
  await ask();
  vi.advanceTimersByTime(1999);
  expect(await ask()).toBe(1);
  vi.advanceTimersByTime(2);
  expect(await ask()).toBe(2);
  vi.useRealTimers();
  const failing = () => fresh(db, person('1', 'clerk'), ['failing'], async () => Promise.reject(new Error(String((times += 1)))));
  await expect(failing()).rejects.toThrow('3');
  await expect(failing()).rejects.toThrow('4');
});

test('inside a transaction nothing is kept', () =>
  inRolledBack(async (tx) => {
    let times = 0;
    const ask = () => fresh(tx, person('1', 'clerk'), ['tx'], async () => (times += 1));
    expect([await ask(), await ask()]).toEqual([1, 2]);
  }));

test('whoever has just changed something is given nothing older than that, others are', async () => {
  const write = operation({
    name: 'test.write',
    summary: 'Writes',
    kind: 'write',
    http: 'POST /test/write',
    permission: 'signed-in',
    input: Type.Object({}),
    output: Type.Object({}),
    run: async () => ({}),
  });
  let times = 0;
  const ask = (actor: Actor) => fresh(db, actor, ['written'], async () => (times += 1));
  const [writer, reader] = [person(newId(), 'clerk'), person(newId(), 'clerk')];
  expect(await ask(writer)).toBe(1);
  await inRolledBack(async (tx) => void (await perform(write, testCtx(tx, { actor: writer }), {})));
  expect(await ask(reader)).toBe(1);
  expect(await ask(writer)).toBe(2);
  expect(await ask(reader)).toBe(2);
});
