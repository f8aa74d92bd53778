import type { RequestEvent } from '@sveltejs/kit';
import type { Audience } from '#kernel/audience/index.ts';
import { parseDay } from '#base/day/index.ts';

const POSTS = ['leader', 'staff', 'contract'] as const;

/** The kinds of unit that the form offers. */
export const UNIT_CHOICES = ['ward', 'commune', 'department', 'office', 'service-centre'] as const;

/** What stands in the address of the form: the choices made so far. */
export function draftOf({ url, locals }: Pick<RequestEvent, 'url' | 'locals'>) {
  const query = url.searchParams;
  const postKinds = POSTS.filter((kind) => query.getAll('postKinds').includes(kind));
  const unitKinds = UNIT_CHOICES.filter((kind) => query.getAll('unitKinds').includes(kind));
  return {
    course: query.get('course') ?? '',
    postKinds,
    unitKinds,
    starts: parseDay(query.get('starts') ?? '') ?? locals.ctx.today,
    dueDays: Math.max(1, Math.min(250, Number.parseInt(query.get('dueDays') ?? '', 10) || 20)),
    reason: (query.get('reason') ?? '').slice(0, 500),
    asked: query.has('course'),
  };
}

/** The audience of a draft: everybody, or those of the kinds chosen. */
export function audienceOf({ postKinds, unitKinds }: { postKinds: readonly (typeof POSTS)[number][]; unitKinds: readonly string[] }): Audience {
  return {
    include: [{ ...(postKinds.length === 0 ? {} : { postKinds: [...postKinds] }), ...(unitKinds.length === 0 ? {} : { unitKinds: [...unitKinds] }) }],
    exclude: [],
  };
}
