import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import type { Source } from './sources.ts';

/** The headings that the README of every module has. */
export const MODULE_HEADINGS = ['Purpose', 'Words', 'Facts and sets', 'Law', 'What it is not'];

/** The headings that every decision has. */
export const DECISION_HEADINGS = ['Context', 'Decision', 'Preferred and discouraged', 'Price of changing it'];

/** Links of a Markdown file that lead nowhere in this repository. */
export function deadLinks({ path, text }: Source): string[] {
  const prose = text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g), ...prose.matchAll(/\b(?:src|href)="([^"]+)"/g)].map(([, target]) => target ?? '');
  return targets.filter((target) => !/^[a-z]+:/i.test(target) && !leadsSomewhere(path, text, target)).map((target) => `${path}: ${target}`);
}

function leadsSomewhere(path: string, text: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const full = posix.join(posix.dirname(path), decodeURIComponent(file));
  if (file !== '' && !existsSync(full)) return false;
  if (anchor === undefined || (file !== '' && !file.endsWith('.md'))) return true;
  return anchorsOf(file === '' ? text : readFileSync(full, 'utf8')).includes(decodeURIComponent(anchor));
}

function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    (title ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The headings of one level, in their order. */
export function headingsOf(text: string, level: number): string[] {
  return [...text.matchAll(new RegExp(`^${'#'.repeat(level)} (.+)$`, 'gm'))].map(([, title]) => title ?? '');
}

/** The English words that the glossary explains: everything in backquotes in the second column of its tables. */
export function glossaryWords(text: string): string[] {
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  return rows.flatMap((row) => [...(row.split('|')[2] ?? '').matchAll(/`([^`]+)`/g)].map(([, word]) => word ?? ''));
}

/** The names of environment variables that a file reads. */
export function variablesOf({ text }: Source): string[] {
  return [...text.matchAll(/\benv(?:\[['"]|\.)([A-Z][A-Z0-9_]+)/g)].map(([, name]) => name ?? '');
}

/** The labels that a guide names: its bold terms that begin with a capital and do not lead in a paragraph, each part of a path alone. */
export function labelsOf({ text }: Pick<Source, 'text'>): string[] {
  const bold = [...text.matchAll(/\*\*([^*]+)\*\*/g)].flatMap(([, term]) => (term ?? '').replace(/\s+/g, ' ').split(' › '));
  return bold.filter((term) => /^\p{Lu}/u.test(term) && !/[.:,]$/.test(term));
}

/** Finds whether a label is one of the sentences, or one of them with its variables filled in: by other sentences, or by up to 12 characters. */
export function labelFinder(sentences: readonly string[]): (label: string) => boolean {
  const plain = (text: string): string =>
    text
      .replace(/[.…]+$/, '')
      .trim()
      .toLowerCase();
  const whole = new Set(sentences.map(plain));
  const patterns = sentences
    .filter((text) => text.includes('{') && !/, (?:plural|select),/.test(text))
    .map((text) => plain(text).split(/\{[^{}]*\}/))
    .filter((parts) => parts.join('').trim().length >= 5)
    .map((parts) => new RegExp(`^${parts.map((part) => RegExp.escape(part)).join('(.+)')}$`));
  return (label) =>
    whole.has(plain(label)) ||
    patterns.some((pattern) =>
      pattern
        .exec(plain(label))
        ?.slice(1)
        .every((filled) => filled.length <= 12 || whole.has(filled)),
    );
}
