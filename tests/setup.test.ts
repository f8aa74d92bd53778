import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Entry = { version?: string; optionalDependencies?: Record<string, string> };

test('the lock file names every package for every machine, or "npm ci" refuses it', () => {
  const { packages }: { packages: Record<string, Entry> } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !foldersOf(path).some((folder) => packages[`${folder}node_modules/${name}`]))
      .map((name) => `${path} needs ${name}`),
  );
  expect(Object.keys(packages).length).toBeGreaterThan(300);
  expect(missing).toEqual([]);
});

/** The folders in which Node looks for what the package at `path` needs, nearest first. */
function foldersOf(path: string): string[] {
  const parts = path === '' ? [] : path.split('/node_modules/');
  return [...parts.map((_part, index) => `${parts.slice(0, parts.length - index).join('/node_modules/')}/`), ''];
}
