import type { RequestEvent } from '@sveltejs/kit';
import type { Audience } from '#kernel/audience/index.ts';
import { parseDay } from '#base/day/index.ts';

/** Areas of digital skills, over all first. */
export const AREAS = ['all', '1', '2', '3', '4', '5'] as const;

const POSTS = ['leader', 'staff', 'contract'] as const;

/** The kinds of unit that the form offers. */
export const UNIT_CHOICES = ['ward', 'commune', 'department', 'office', 'service-centre'] as const;

/** What stands in the address of the form: the choices made so far. */
export function draftOf({ url, locals }: Pick<RequestEvent, 'url' | 'locals'>) {
  const query = url.searchParams;
  const postKinds = POSTS.filter((kind) => query.getAll('postKinds').includes(kind));
  const unitKinds = UNIT_CHOICES.filter((kind) => query.getAll('unitKinds').includes(kind));
  return {
    what: query.get('what') ?? '',
    gaps: AREAS.filter((area) => query.getAll('gaps').includes(area)),
    required: query.get('required') ?? '',
    postKinds,
    unitKinds,
    starts: parseDay(query.get('starts') ?? '') ?? locals.ctx.today,
    dueDays: Math.max(1, Math.min(250, Number.parseInt(query.get('dueDays') ?? '', 10) || 20)),
    reason: (query.get('reason') ?? '').slice(0, 500),
    asked: query.has('reason'),
  };
}

type Kinds = { postKinds: readonly (typeof POSTS)[number][]; unitKinds: readonly string[]; gaps: readonly (typeof AREAS)[number][]; required: string };

/** The audience of a draft: everybody, or those of the kinds, gaps and requirement chosen. */
export function audienceOf({ postKinds, unitKinds, gaps, required }: Kinds): Audience {
  const [wanted, level] = required.split('.');
  const area = AREAS.find((one) => one === wanted);
  return {
    include: [
      {
        ...(postKinds.length === 0 ? {} : { postKinds: [...postKinds] }),
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
