import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** A source file as it is in the working tree. */
export type Source = { path: string; text: string };

/** Paths known to git in the working tree (committed, staged or new and not ignored), sorted. */
export function listFiles(...patterns: string[]): string[] {
  return [...new Set([...listCommitted(...patterns), ...git('--others', '--exclude-standard', '--', ...patterns)])].filter((path) => existsSync(path)).sort();
}

/** Paths that git has in its index, whether or not they are still there. */
export function listCommitted(...patterns: string[]): string[] {
  return git('--cached', '--', ...patterns);
}

/** A clone may belong to another user than the one who runs the tests. */
function git(...args: string[]): string[] {
  const output = execFileSync('git', ['-c', 'safe.directory=*', '-c', 'core.quotePath=false', 'ls-files', ...args], { encoding: 'utf8' });
  return output.split('\n').filter((path) => path !== '');
}

/** The same with their texts. */
export function readSources(...patterns: string[]): Source[] {
  return listFiles(...patterns).map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** Whether a file of src is there for tests only: a test, or the tools that the tests of its folder have in common. */
export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.endsWith('/testing.ts');
}

/** The TypeScript in a file: all of it, or what stands in the `<script>` elements of a component, on the lines where it stands. */
export function scriptOf({ path, text }: Source): string {
  if (!path.endsWith('.svelte')) return text;
  const blank = (part: string) => part.replace(/[^\n]/g, ' ');
  let script = '';
  let end = 0;
  for (const match of text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)) {
    const start = match.index + match[0].indexOf('>') + 1;
    script += blank(text.slice(end, start)) + (match[1] ?? '');
    end = start + (match[1] ?? '').length;
  }
  return script + blank(text.slice(end));
}

/** What a file imports, in any of the ways that TypeScript knows. */
export function importsOf(source: Source): string[] {
  return ts.preProcessFile(scriptOf(source), true, true).importedFiles.map(({ fileName }) => fileName);
}

/** The parsed file. */
export function treeOf(source: Source): ts.SourceFile {
  return ts.createSourceFile(source.path, scriptOf(source), ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
}

/** Every node of a tree for which `pick` gives something. */
export function collect<T>(tree: ts.SourceFile, pick: (node: ts.Node) => T | undefined): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    const one = pick(node);
    if (one !== undefined) found.push(one);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** Line of a node, from 1. */
export function lineOf(tree: ts.SourceFile, position: number): number {
  return tree.getLineAndCharacterOfPosition(position).line + 1;
}
