import { formatDay } from '#base/day/index.ts';
import type { Cell } from '#base/table-file/index.ts';
import type { Translate } from '#base/text/index.ts';
import type { Briefing } from './model.ts';

/** A briefing as rows of one sheet: the part, what, the value as a number and as people read it, and what belongs to it. */
export function tableOf(briefing: Briefing, t: Translate): { headers: string[]; rows: Cell[][] } {
  const headers = ['part', 'what', 'number', 'value', 'aim', 'due', 'status', 'owner', 'note'].map((name) => t(`briefing.col-${name}`));
  const row = (part: string, what: string, more: Partial<Record<'number' | 'value' | 'aim' | 'due' | 'status' | 'owner' | 'note', Cell>> = {}): Cell[] => [
    t(`briefing.part-${part}`),
    what,
    more.number ?? null,
    more.value ?? null,
    more.aim ?? null,
    more.due ?? null,
    more.status ?? null,
    more.owner ?? null,
    more.note ?? null,
  ];
  const day = (one: string | null): Cell => (one === null ? null : formatDay(one));
  return {
    headers,
    rows: [
      row('day', t('briefing.day'), { value: day(briefing.day), note: briefing.unit }),
      ...briefing.figures.map(({ label, value, number, note, change }) => row('figures', label, { number, value, note: [note, change].filter(Boolean).join('; ') })),
      ...briefing.counts.map(({ label, n }) => row('counts', label, { number: n, value: String(n) })),
      ...briefing.targets.map(({ title, value, number, aim, due, status, owner, next }) => row('targets', title, { number, value, aim, due: day(due), status, owner, note: next })),
      ...briefing.decisions.map(({ text, due, late }) => row('decisions', text, { due: day(due), status: late ? t('briefing.late') : null })),
      ...briefing.changes.map(({ text }) => row('changes', text)),
      ...(briefing.map?.tiles ?? []).map(({ name, value }) => row('map', name, { value, note: briefing.map?.title ?? '' })),
    ],
  };
}
