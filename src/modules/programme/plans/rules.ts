import { Problem, type InputError } from '#base/problem/index.ts';
import type { Change, PlanFields } from './model.ts';

/** Refuses a programme that contradicts itself: an end before its beginning, two goals of one key, a numbered document called verified without its day. Throws `invalid`. */
export function mustBePlan({ starts, ends, goals, bases }: PlanFields): void {
  const keys = goals.map(({ key }) => key);
  const errors: InputError[] = [
    ...(ends < starts ? [{ at: '/ends', code: 'plans.ends-before-start' }] : []),
    ...keys.flatMap((key, index) => (keys.indexOf(key) < index ? [{ at: `/goals/${index}`, code: 'plans.goal-twice' }] : [])),
    ...bases.flatMap(({ verified, number, day }, index) => (verified && number !== '' && day === null ? [{ at: `/bases/${index}`, code: 'plans.verified-needs-day' }] : [])),
  ];
  if (errors.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, errors);
}

/** One stored state of a thing with versions, its content as plain values. */
export type State = { number: number; reason: string; by: string | null; at: string; content: Record<string, unknown> };

/** The history of a thing, newest first: what each version changed in comparison with the one before. */
export function changesOf(states: readonly State[]): Change[] {
  const ordered = states.toSorted((a, b) => a.number - b.number);
  return ordered
    .map(({ content, ...state }, index) => {
      const before = ordered[index - 1]?.content;
      const fields = before === undefined ? [] : Object.keys(content).filter((field) => written(content[field]) !== written(before[field]));
      return { ...state, fields: fields.map((field) => ({ field, before: written(before?.[field]), after: written(content[field]) })) };
    })
    .toReversed();
}

/** A value as text for a history: plain values as they are, others as JSON. */
function written(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A key made of a Vietnamese title: small letters without marks, digits, hyphens; at most 60 characters. */
export function keyFrom(title: string): string {
  const plain = title
    .toLowerCase()
    .replaceAll('đ', 'd')
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '');
  return plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '');
}

/** `wanted`, or with the first number from 2 behind it that is not taken. */
export function freeKey(wanted: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n += 1) {
    const key = n === 1 ? wanted : `${wanted}-${n}`;
    if (!taken.has(key)) return key;
  }
}
