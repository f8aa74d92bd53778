import { expect, test } from 'vitest';
import { isId, newId } from './index.ts';

test('ids of one process sort in the order in which they were made, many in a millisecond too', () => {
  const ids = Array.from({ length: 20_000 }, () => newId());
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
});

test('an id is a UUID of version 7, variant 1, that begins with its millisecond', () => {
  const id = newId(Date.now() + 10_000_000);
  expect(isId(id)).toBe(true);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test.each(['', 'x', '018F2C3E-0000-7000-8000-000000000000', '018f2c3e00007000800000000000000'])('%j is no id', (text) => expect(isId(text)).toBe(false));
