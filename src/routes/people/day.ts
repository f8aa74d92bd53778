import type { RequestEvent } from '@sveltejs/kit';
import { parseDay, type Day } from '#base/day/index.ts';

/** The day a list is asked for, `?day=` typed dd/mm/yyyy or as ISO; today when it is none. */
export function askedDay({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>): Day {
  return parseDay(url.searchParams.get('day') ?? '') ?? locals.ctx.today;
}
