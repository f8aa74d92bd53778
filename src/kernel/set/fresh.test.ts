import { expect, test, vi } from 'vitest';
import type { Actor } from '#kernel/org/index.ts';
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
