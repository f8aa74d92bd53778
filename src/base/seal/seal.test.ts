import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createSeal, sealFromFile } from './index.ts';

const seal = createSeal(Buffer.alloc(32, 7));
const folder = mkdtempSync(join(tmpdir(), 'khue-seal-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('what is sealed opens again, for the same subject only', () =>
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (text, about, other) => {
      const sealed = seal.seal(text, about);
      expect(seal.open(sealed, about)).toBe(text);
      fc.pre(about !== other);
      expect(() => seal.open(sealed, other)).toThrow();
    }),
  ));

test('a changed byte, or another key, opens nothing', () => {
  const sealed = seal.seal('001090012345', 'A');
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => seal.open(changed, 'A')).toThrow();
  }
  expect(() => createSeal(Buffer.alloc(32, 8)).open(sealed, 'A')).toThrow();
});

test('sealed twice differs, digested twice is the same, and neither holds the text', () => {
  expect(seal.seal('001090012345', 'A')).not.toEqual(seal.seal('001090012345', 'A'));
  expect(seal.digest('001090012345')).toEqual(seal.digest('001090012345'));
  expect(seal.digest('001090012345')).not.toEqual(seal.digest('001090012346'));
  expect(seal.seal('001090012345', 'A').includes('001090012345')).toBe(false);
});

test('the key is made once, for the owner only, and found again', () => {
  const file = join(folder, 'deep', 'identity.key');
  const sealed = sealFromFile(file).seal('001090012345', 'A');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const key = readFileSync(file, 'utf8');
  expect(sealFromFile(file).open(sealed, 'A')).toBe('001090012345');
  expect(readFileSync(file, 'utf8')).toBe(key);
});

test('a key of the wrong length is refused', () => {
  expect(() => createSeal(Buffer.alloc(16))).toThrow('32 bytes');
});
