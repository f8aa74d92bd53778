import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { forbiddenFolders, order } from '../../architecture.ts';
import { wrongImports } from './borders.ts';
import { beyondKnown } from './known.ts';
import { importsOf, isTest, listCommitted, listFiles, readSources } from './sources.ts';
import { defaultExports, longFiles, longFunctions, overruledTypes } from './style.ts';

const sources = readSources('*.ts', '*.svelte');
const inSrc = sources.filter(({ path }) => path.startsWith('src/'));
const code = inSrc.filter(({ path }) => !isTest(path) && !path.endsWith('.d.ts'));

describe('the order', () => {
  test('every file that git knows was seen', () => {
    const committed = listCommitted().filter((path) => /\.(ts|svelte)$/.test(path) && existsSync(path));
    expect(committed.filter((path) => !sources.some((source) => source.path === path))).toEqual([]);
    expect(sources.length).toBeGreaterThanOrEqual(committed.length);
    expect(sources.flatMap(importsOf).length).toBeGreaterThan(500);
  });

  test('every import points upwards and goes through a door', () => {
    expect(beyondKnown(sources.flatMap(wrongImports))).toEqual([]);
  });

  test('every place of the order is there, once', () => {
    expect(new Set(order.map(({ path }) => path)).size).toBe(order.length);
    expect(order.filter(({ path }) => !existsSync(path)).map(({ path }) => path)).toEqual([]);
  });
});

describe('the guard itself finds', () => {
  test.each([
    ['an import that points downwards', 'src/kernel/org/unit.ts', `import { record } from '#kernel/fact/index.ts';`, 'stands below'],
    ['one that climbs there by a relative path', 'src/base/day/index.ts', `export { may } from '../../kernel/org/index.ts';`, 'stands below'],
    ['an import at run time', 'src/base/db/index.ts', `const app = await import('#app');`, 'stands below'],
    ['an import of a type', 'src/ui/stat.ts', `import type { Actor } from '#kernel/org/index.ts';`, 'stands below'],
    ['an import in a component', 'src/ui/Stat.svelte', `<p>1</p>\n<script lang="ts">import { all } from '#web/load.ts';</script>`, 'stands below'],
    ['a way past the door', 'src/program/index.ts', `import { postings } from '#modules/directory/units/store.ts';`, 'through its index.ts'],
    ['a catalogue read by the kernel', 'src/kernel/message/letter.ts', `import { compile } from '#base/text/catalogue.ts';`, 'through its index.ts'],
    ['a model taken by a page on the server', 'src/routes/+page.server.ts', `import { facts } from '#modules/directory/model.ts';`, 'through its index.ts'],
    ['a package that another folder keeps', 'src/modules/directory/store.ts', `import { betterAuth } from 'better-auth/minimal';`, 'only src/kernel/account does'],
    ['the tools of tests used by the program', 'src/kernel/account/link.ts', `import { signIn } from './testing.ts';`, 'for tests only'],
    ['a file in no place', 'src/extra/new.ts', '', 'no place'],
    ['a folder in no place', 'src/web/load.ts', `import { x } from '#kernel/helpers/index.ts';`, 'no place'],
  ])('%s', (_what, path, text, reason) => {
    expect(wrongImports({ path, text })).toEqual([expect.stringContaining(reason)]);
  });

  test.each([
    ['a page that uses the model of a module', 'src/routes/+page.svelte', `<script lang="ts">import { facts } from '#modules/directory/model.ts';</script>`],
    ['a test that uses the test database', 'src/kernel/set/read.test.ts', `import { testDatabase } from '#tests/database.ts';`],
    ['a package', 'src/base/db/index.ts', `import pg from 'pg';`],
    ['its own folder', 'src/kernel/set/read.ts', `import { set } from './model.ts';`],
  ])('nothing wrong with %s', (_what, path, text) => {
    expect(wrongImports({ path, text })).toEqual([]);
  });

  test('overruled types, long functions, default exports', () => {
    const path = 'src/modules/x/rules.ts';
    const text = 'const a: any = 1; const b = a!; const c = b as string; const d = [1] as const;\n// @ts-ignore\n';
    expect(overruledTypes({ path, text }).map((line) => line.replace(/^[^ ]+ /, ''))).toEqual(['any', '!', 'as string', '@ts-ignore']);
    expect(longFunctions({ path, text: `export function f() {${'\n'.repeat(40)}}` })).toEqual([`${path}:1: 41 lines`]);
    expect(longFunctions({ path, text: `export function f() {${'\n'.repeat(39)}}` })).toEqual([]);
    expect(defaultExports({ path, text: 'export default 1; switch (1) { default: }' })).toEqual([`${path}:1`]);
    expect(defaultExports({ path, text: 'export default function f() {}' })).toEqual([`${path}:1`]);
  });
});

describe('style', () => {
  test('no folder is a place for everything', () => {
    const folders = new Set(listFiles('*').flatMap((path) => dirname(path).split('/')));
    expect(forbiddenFolders.filter((name) => folders.has(name))).toEqual([]);
  });

  test('no file of src is longer than 300 lines', () => {
    expect(beyondKnown(longFiles(inSrc))).toEqual([]);
  });

  test('no function of src is longer than 40 lines', () => {
    expect(beyondKnown(code.flatMap(longFunctions))).toEqual([]);
  });

  test('nothing is exported as default', () => {
    expect(code.flatMap(defaultExports)).toEqual([]);
  });

  test('types are not overruled', () => {
    expect(code.flatMap(overruledTypes)).toEqual([]);
  });

  test('no style turns with the device (WCAG 1.3.4)', () => {
    const styles = listFiles('*').filter((path) => /^(src|static)\/.*\.(css|svelte)$/.test(path));
    expect(styles.length).toBeGreaterThan(100);
    expect(styles.filter((path) => /@media[^{]*orientation/.test(readFileSync(path, 'utf8')))).toEqual([]);
  });

  test('pages parse, perform and return: at most 40 lines', () => {
    const pages = code.filter(({ path }) => /^\+(page|layout)\.server\.ts$|^\+server\.ts$/.test(basename(path)));
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.filter(({ text }) => text.trimEnd().split('\n').length > 40).map(({ path }) => path)).toEqual([]);
    expect(pages.filter(({ path, text }) => path.endsWith('.server.ts') && /\bsql`/.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
