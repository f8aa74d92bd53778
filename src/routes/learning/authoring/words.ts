import type { Translate } from '#base/text/catalogue.ts';
import type { Status } from '#ui/types.ts';

/** How a course of authors stands, as a tag. */
export function courseTag({ state, version, archivedOn }: { state: 'drafting' | 'review' | null; version: number | null; archivedOn: string | null }, t: Translate): Status {
  if (archivedOn !== null) return { tone: 'none', text: t('learning-authoring.state-archived') };
  if (state === 'review') return { tone: 'caution', text: t('learning-authoring.state-review') };
  if (state === 'drafting') return { tone: 'info', text: t('learning-authoring.state-drafting') };
  return { tone: 'good', text: t('learning-authoring.state-published', { n: version ?? 1 }) };
}

/** Fields in their order; those of one number, such as `option3` and `right3`, together. Pure. */
export function byNumber<Spec extends { name: string }>(specs: readonly Spec[]): { n: string; specs: Spec[] }[] {
  const groups: { n: string; specs: Spec[] }[] = [];
  for (const spec of specs) {
    const n = /\d*$/.exec(spec.name)?.[0] ?? '';
    const last = groups.at(-1);
    if (n !== '' && last?.n === n) last.specs.push(spec);
    else groups.push({ n, specs: [spec] });
  }
  return groups;
}

/** The label of a field by its name; of `option3` that of `option` with its number. */
export function labelOf(name: string, t: Translate): string {
  const [, base = name, n = ''] = /^(.*?)(\d*)$/.exec(name) ?? [];
  return t(`learning-authoring.field-${kebab(base)}`, { n: Number(n) });
}

/** A name as keys of sentences are written: `guideAims` becomes `guide-aims`. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
