import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listPermissions, listRoles } from '#kernel/org/index.ts';
import { modules } from '#app';
import { manifests, operations } from '#program/index.ts';
import { order } from '../../architecture.ts';
import { commands } from '../../src/cli/commands.ts';
import { deadLinks, DECISION_HEADINGS, glossaryWords, headingsOf, labelFinder, labelsOf, MODULE_HEADINGS, variablesOf } from './docs.ts';
import { beyondKnown } from './known.ts';
import { isTest, listFiles, readSources } from './sources.ts';

/** Set by Node, npm or our own start, not by people. */
const NOT_FOR_PEOPLE = ['NODE_ENV', 'KHUE_ROOT', 'AWS_EXECUTION_ENV', 'PATH', 'HOME', 'LANG'];

const pages = readSources('*.md').filter(({ path }) => !path.startsWith('content/') || path.endsWith('README.md'));
const read = (path: string) => readFileSync(path, 'utf8');

describe('documented is', () => {
  const reference = read('docs/developers/reference.md');
  const named = [
    ...operations.map(({ name }) => `#### ${name}\n`),
    ...commands.map(({ name }) => `- \`khue ${name}`),
    ...manifests.flatMap(({ name, sets, ratios, facts }) => [name, ...[...sets, ...ratios, ...facts].map((one) => one.name)].map((one) => `- \`${one}\``)),
    ...listRoles().map(({ key }) => `- \`${key}\``),
    ...listPermissions().map((name) => `- \`${name}\``),
  ];

  test('every operation, command, set, kind of fact, role, permission and module', () => {
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((line) => !reference.includes(line))).toEqual([]);
  });

  test('every environment variable: for operators, or with the tests', () => {
    const sources = readSources('src/*.ts', 'scripts/*.ts', 'tests/*.ts', 'bench/*.ts', 'demo/*.ts').filter(({ path }) => !isTest(path));
    const used = [...new Set(sources.flatMap(variablesOf))].filter((name) => !NOT_FOR_PEOPLE.includes(name)).sort();
    const lines = [...listFiles('docs/operators/*.md'), 'docs/developers/tests.md'].flatMap((path) => read(path).split('\n'));
    const rows = lines.filter((line) => line.startsWith('|')).map((line) => line.split('|')[1] ?? '');
    expect(used).toContain('KHUE_DATA');
    expect(beyondKnown(used.filter((name) => !rows.some((row) => row.includes(`\`${name}\``))).map((name) => `variable ${name} has no row`))).toEqual([]);
  });

  test.each(modules.map(({ name }) => [name]))('the module %s, in at most 30 lines', (name) => {
    const path = `src/modules/${name}/README.md`;
    expect(existsSync(path), path).toBe(true);
    expect(headingsOf(read(path), 2)).toEqual(MODULE_HEADINGS);
    expect(read(path).trimEnd().split('\n').length).toBeLessThanOrEqual(30);
  });

  test('every folder of the program, every table and the eight nouns have their word in the glossary', () => {
    const words = glossaryWords(read('docs/words.md'));
    const folders = listFiles('src/base/*', 'src/kernel/*', 'src/modules/*').flatMap((path) => path.split('/').slice(2, -1));
    const tables = listFiles('migrations/*.sql').flatMap((path) => [...read(path).matchAll(/create table (?:\w+\.)(\w+)/g)].map(([, table]) => table ?? ''));
    const nouns = ['operation', 'fact', 'set', 'unit', 'case', 'form', 'document', 'rule'];
    const asked = new Set([...folders, ...tables, ...nouns]);
    expect(asked.size).toBeGreaterThan(40);
    expect(beyondKnown([...asked].filter((word) => !words.includes(word)).map((word) => `word ${word} is not in docs/words.md`))).toEqual([]);
  });
});

describe('decisions', () => {
  const decisions = readSources('docs/decisions/*.md');

  test('are numbered without a gap', () => {
    expect(decisions.map(({ path }) => basename(path).slice(0, 4))).toEqual(decisions.map((_, index) => String(index + 1).padStart(4, '0')));
  });

  test.each(decisions.map(({ path, text }) => [path, text]))('%s has its four parts on half a page', (_path, text) => {
    expect(headingsOf(text, 2)).toEqual(DECISION_HEADINGS);
    expect(text.split(/\s+/).length).toBeLessThanOrEqual(450);
  });
});

describe('guides', () => {
  const guides = readSources('docs/users/*.md');
  const found = (pattern: RegExp, ...globs: string[]) => readSources(...globs).flatMap(({ text }) => [...text.matchAll(pattern)].map(([, said]) => said ?? ''));
  const isLabel = labelFinder([
    ...found(/^ *"[^"]+": "((?:[^"\\]|\\.)*)",?$/gm, 'locales/vi/*.json'),
    ...found(/words\(\s*'([^']+)'/g, 'src/*/procedure.ts'),
    ...found(/"title": \{"vi": "([^"]+)"/g, 'content/transition/*.json'),
  ]);

  test('name no label that the program does not show', () => {
    expect(guides.flatMap(labelsOf).length).toBeGreaterThan(400);
    expect(guides.flatMap((guide) => labelsOf(guide).flatMap((label) => (isLabel(label) ? [] : [`${guide.path}: ${label}`])))).toEqual([]);
  });

  test('the check of labels finds what is not shown', () => {
    const text = '**Hôm nay**, **Quyền lợi › Việc nào đó**, **Soạn: Biên bản hòa giải**, **Soạn: thứ không hề có trong Khuê**, **Mở đầu.** **nhấn mạnh**';
    expect(labelsOf({ text }).filter((label) => !isLabel(label))).toEqual(['Việc nào đó', 'Soạn: thứ không hề có trong Khuê']);
  });
});

describe('pages', () => {
  test('every link leads somewhere', () => {
    expect(pages.length).toBeGreaterThan(10);
    expect(beyondKnown(pages.flatMap(deadLinks))).toEqual([]);
  });

  test('the check of links finds what is missing', () => {
    const path = 'docs/x.md';
    const text = '# One title\n[a](developers/tests.md) [b](none.md) [c](#one-title) [d](#two) ![e](images/none.png) [f](https://example.vn) `[g](h.md)`';
    expect(deadLinks({ path, text })).toEqual(['docs/x.md: none.md', 'docs/x.md: #two', 'docs/x.md: images/none.png']);
  });

  test("none names a place of somebody's machine or leaves something to be written", () => {
    const wrong = pages.filter(({ text }) => /\/(work|home\/[a-z]+|tmp\/[a-z]+)\/|\bTODO\b|\bTBD\b|\bXXX\b|coming soon/i.test(text));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test('the order of the folders in the overview is that of architecture.ts', () => {
    const overview = read('docs/developers/overview.md');
    const kernel = order
      .map(({ path }) => path)
      .filter((path) => path.startsWith('src/kernel/'))
      .map((path) => basename(path));
    expect(overview).toContain(kernel.join(' · '));
  });
});
