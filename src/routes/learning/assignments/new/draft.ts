import type { Audience } from '#kernel/audience/index.ts';
import { parseDay, type Day } from '#base/day/index.ts';
import { isId } from '#base/id/index.ts';
import type { InputError } from '#base/problem/index.ts';

/** Areas of digital skills, over all first. */
export const AREAS = ['all', '1', '2', '3', '4', '5'] as const;

/** At most this many single units can be chosen in the form: what an address can carry. */
export const MOST_UNITS = 60;

const POSTS = ['leader', 'staff', 'contract'] as const;

/** The kinds of unit that the form offers. */
export const UNIT_CHOICES = ['ward', 'commune', 'department', 'office', 'service-centre'] as const;

/** What stands in the address of the form: the choices made so far. */
export function draftOf({ url, today }: { url: URL; today: Day }) {
  const query = url.searchParams;
  const postKinds = POSTS.filter((kind) => query.getAll('postKinds').includes(kind));
  const unitKinds = UNIT_CHOICES.filter((kind) => query.getAll('unitKinds').includes(kind));
  const units = [...new Set(query.getAll('units'))].filter(isId).slice(0, MOST_UNITS);
  const find = (query.get('find') ?? '').trim().slice(0, 200);
  const [starts, days] = [query.get('starts') ?? '', query.get('dueDays') ?? ''];
  return {
    what: query.get('what') ?? '',
    typed: { starts, days },
    gaps: AREAS.filter((area) => query.getAll('gaps').includes(area)),
    required: query.get('required') ?? '',
    postKinds,
    unitKinds,
    units,
    find,
    starts: parseDay(starts) ?? today,
    dueDays: Math.max(1, Math.min(250, Number.parseInt(days, 10) || 20)),
    reason: (query.get('reason') ?? '').slice(0, 500),
    filled: query.has('reason'),
    // While units are looked for, the rest is not judged yet.
    asked: query.has('reason') && find === '',
  };
}

type Draft = ReturnType<typeof draftOf>;

/** What is wrong with a draft that is to be looked at before it is sent, field by field; nothing before it was filled in. */
export function faultsOf({ what, typed, starts, reason, asked }: Draft, known: readonly { value: string }[], today: Day): InputError[] {
  if (!asked) return [];
  const days = Number(typed.days);
  const fault = (wrong: boolean, at: string, code: string, values: InputError['values'] = {}): InputError[] => (wrong ? [{ at, code, values }] : []);
  return [
    ...fault(!known.some(({ value }) => value === what), '/what', 'learning-assignment.choose-course'),
    ...fault(parseDay(typed.starts) === undefined, '/starts', 'operation.input.format', { format: 'date' }),
    ...fault(starts < today, '/starts', 'learning-assignment.starts-past'),
    ...fault(!Number.isInteger(days) || days < 1 || days > 250, '/dueDays', 'learning-assignment.term-range'),
    ...fault(reason.trim().length < 3, '/reason', 'learning-assignment.reason-missing'),
  ];
}

type Kinds = { postKinds: readonly (typeof POSTS)[number][]; unitKinds: readonly string[]; units: readonly string[]; gaps: readonly (typeof AREAS)[number][]; required: string };

/** The audience of a draft: everybody, or those of the units, kinds, gaps and requirement chosen. */
export function audienceOf({ postKinds, unitKinds, units, gaps, required }: Kinds): Audience {
  const [wanted, level] = required.split('.');
  const area = AREAS.find((one) => one === wanted);
  return {
    include: [
      {
        ...(postKinds.length === 0 ? {} : { postKinds: [...postKinds] }),
        ...(units.length === 0 ? {} : { units: [...units] }),
        ...(unitKinds.length === 0 ? {} : { unitKinds: [...unitKinds] }),
        ...(gaps.length === 0 ? {} : { gaps: [...gaps] }),
        ...(area === undefined ? {} : { required: { area, level: Math.max(1, Math.min(3, Number(level) || 1)) } }),
      },
    ],
    exclude: [],
  };
}

/** What is assigned by a draft: `k.` and a course, `c.` and a curriculum. */
export function whatOf(what: string): { course?: string; curriculum?: string } {
  const rest = what.slice(2);
  return what.startsWith('k.') ? { course: rest } : what.startsWith('c.') ? { curriculum: rest } : {};
}
