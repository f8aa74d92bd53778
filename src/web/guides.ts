import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked, type Tokens } from 'marked';
import { holdsWords } from '#base/text/index.ts';
import { mayAnywhere, type Actor } from '#kernel/org/index.ts';
import { liesUnder } from '#ui/shell.ts';
import { FURTHER, MENU, SECTIONS } from './pages.ts';

/** How something is done in Khuê, for one role: a file `docs/users/<role>/<name>.md`, written in Vietnamese. */
export type Guide = { id: string; role: string; title: string; text: string };

/** The roles that guides are written for, those for all first; of the others those come first that whoever asks may act in. */
const ROLES: readonly { role: string; permission?: string }[] = [
  { role: 'everyone' },
  { role: 'learner' },
  { role: 'worker' },
  { role: 'head-of-unit', permission: 'directory.confirm-register' },
  { role: 'unit-contact', permission: 'campaigns.help-unit' },
  { role: 'communication-officer', permission: 'campaigns.prepare' },
  { role: 'training-officer', permission: 'learning.assign' },
  { role: 'trainer', permission: 'learning.teach' },
  { role: 'author', permission: 'learning.author' },
  { role: 'hr-officer', permission: 'transition.handle-cases' },
  { role: 'union-officer', permission: 'transition.speak-for-union' },
  { role: 'programme-officer', permission: 'programme.edit-indicators' },
  { role: 'steering-member', permission: 'programme.approve-initiatives' },
  { role: 'clerk', permission: 'directory.see-figures' },
  { role: 'auditor', permission: 'audit.read' },
  { role: 'administrator', permission: 'account.manage' },
  { role: 'resident' },
];

let known: Map<string, Guide> | undefined;

/** All guides by `role/name`, read once per process from `docs/users`. */
export function guides(): Map<string, Guide> {
  known ??= new Map(ROLES.flatMap(({ role }) => guidesOf(join(process.cwd(), 'docs', 'users', role), role)).map((guide) => [guide.id, guide]));
  return known;
}

function guidesOf(folder: string, role: string): Guide[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => {
      const source = readFileSync(join(folder, file), 'utf8');
      const [, title = file, text = ''] = /^# (.+)\n([\s\S]*)$/.exec(source) ?? [];
      return { id: `${role}/${file.slice(0, -3)}`, role, title, text };
    });
}

/** The guides that hold all words of `text`, with or without diacritics (all guides when it is empty), by role: those of the asker's roles first. */
export function findGuides(text: string, actor: Actor): { role: string; guides: Guide[] }[] {
  const found = [...guides().values()].filter((guide) => holdsWords(`${guide.title} ${guide.text}`, text));
  const acts = ({ role, permission }: (typeof ROLES)[number]): boolean =>
    role !== 'resident' && actor.kind === 'person' && (permission === undefined || mayAnywhere(actor, permission));
  return ROLES.toSorted((a, b) => Number(acts(b)) - Number(acts(a)))
    .map(({ role }) => ({ role, guides: found.filter((guide) => guide.role === role) }))
    .filter((group) => group.guides.length > 0);
}

/** The entries that name a guide, those with the longest addresses first: every page asks for its own. */
const guided = [...SECTIONS.flatMap((section) => [section, ...(section.within ?? [])]), ...MENU, ...FURTHER]
  .filter(({ guide }) => guide !== undefined)
  .toSorted((a, b) => b.href.length - a.href.length);

/** The guide for a page, `role/name`: that of the entry whose address is the longest beginning of the path. */
export function guideFor(path: string): string | undefined {
  return guided.find(({ href }) => liesUnder(path, href))?.guide;
}

/** The HTML of a guide: its links to other guides and to its pictures lead to the pages of `/help`. The files are part of the program; HTML in them is shown as text. */
export function guideHtml(guide: Guide): string {
  const marked = new Marked({
    renderer: {
      html: ({ text }: Tokens.HTML | Tokens.Tag) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
    },
    walkTokens: (token) => {
      if (token.type === 'link' || token.type === 'image') token['href'] = addressIn(guide, String(token['href']));
    },
  });
  return marked.parse(guide.text, { async: false });
}

function addressIn({ role }: Guide, href: string): string {
  if (/^[a-z]+:/.test(href)) return href;
  return new URL(href, `http://guides/help/${role}/`).pathname.replace(/^\/images\//, '/help/images/').replace(/\.md$/, '');
}
