import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'khue-folder-'));
mkdirSync(join(root, 'there'));
writeFileSync(join(root, 'file'), '');
symlinkSync(join(root, 'nowhere'), join(root, 'dangling'));
symlinkSync(join(root, 'there'), join(root, 'link'));
afterAll(() => rmSync(root, { recursive: true }));

test.each(['there', 'new', 'there/a/b/c', 'x/../y/z', 'link', 'link/within'])('%s is a folder afterwards, also when it is made again', (path) => {
  makeFolder(join(root, path));
  makeFolder(join(root, path));
  expect(statSync(join(root, path)).isDirectory()).toBe(true);
});

test('what is made has the mode that was asked for, what was there keeps its own', () => {
  const before = statSync(join(root, 'there')).mode;
  makeFolder(join(root, 'there/secret/inner'), 0o700);
  expect(['there/secret', 'there/secret/inner'].map((path) => statSync(join(root, path)).mode & 0o777)).toEqual([0o700, 0o700]);
  expect(statSync(join(root, 'there')).mode).toBe(before);
});

test.each([
  ['file', 'ENOTDIR'],
  ['file/below', 'ENOTDIR'],
  ['dangling', 'EEXIST'],
  ['dangling/below', 'EEXIST'],
])('%s can be no folder: %s', (path, code) => {
  expect(() => makeFolder(join(root, path))).toThrow(expect.objectContaining({ code }));
});

test.runIf(process.platform === 'linux').each(['/proc/khue', '/proc/khue/deep/er'])('%s is refused at once', (path) => {
  expect(() => makeFolder(path)).toThrow(expect.objectContaining({ code: 'EPERM' }));
});
