import { holdsWords, type Translate } from '#base/text/index.ts';
import { mayAnywhere, type Actor } from '#kernel/org/index.ts';
import { FURTHER, MENU, SECTIONS } from '#web/pages.ts';

/** The pages whose title holds all words of the text, each once. */
export function findPages(text: string, actor: Actor, t: Translate): { href: string; label: string }[] {
  const pages = [...SECTIONS.flatMap((section) => section.within ?? [section]), ...MENU, ...FURTHER];
  return pages
    .filter(({ permission }) => permission === undefined || mayAnywhere(actor, permission))
    .map(({ href, key }) => ({ href, label: t(key) }))
    .filter(({ label }) => holdsWords(label, text));
}
