import type { Translate } from '#base/text/index.ts';
import type { Values } from '#base/problem/index.ts';

/** What is said, in the reader's language: a subject and a whole text for mail, one short text for a screen or a telephone. */
export type Letter = { subject: string; text: string; short: string };

/** What a letter is made of: the keys of its sentences, their values, the path of its page. */
export type Draft = { subject_key: string; body_key: string; data: Values; href: string | null };

/** A subject longer than this is cut by most programs. */
const SUBJECT_CHARACTERS = 120;

/** The letter about one thing. `publicUrl` is put before its path; `files` are the names of what it carries. */
export function single(row: Draft, t: Translate, publicUrl: string, files: string[] = []): Letter {
  const body = t(row.body_key, row.data);
  const subject = oneLine(t(row.subject_key, row.data));
  const link = row.href === null ? [] : [t('message.mail.open'), `${publicUrl}${row.href}`, ''];
  return { subject, text: [t('message.mail.greeting'), '', body, '', ...link, ...carried(t, files), ...footer(t, publicUrl)].join('\n'), short: body };
}

/** One letter about several things, the oldest first, with the files of all. */
export function digest(rows: (Draft & { id: string })[], t: Translate, publicUrl: string, files: string[] = []): Letter {
  const sorted = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const items = sorted.flatMap((row, index) => [`${index + 1}. ${t(row.body_key, row.data)}`, ...(row.href === null ? [] : [`   ${publicUrl}${row.href}`]), '']);
  const subject = t('message.mail.digest-subject', { count: rows.length });
  const intro = t('message.mail.digest-intro', { count: rows.length });
  return { subject, text: [t('message.mail.greeting'), '', intro, '', ...items, ...carried(t, files), ...footer(t, publicUrl)].join('\n'), short: subject };
}

function carried(t: Translate, files: string[]): string[] {
  return files.length === 0 ? [] : [t('message.mail.attached', { count: files.length, files: files.join(', ') }), ''];
}

function footer(t: Translate, publicUrl: string): string[] {
  return ['-- ', t('message.mail.footer'), publicUrl];
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= SUBJECT_CHARACTERS ? line : `${line.slice(0, SUBJECT_CHARACTERS - 1)}…`;
}
