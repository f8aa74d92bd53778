import { mayAnywhere } from '#kernel/org/index.ts';
import { listAuthored } from '#modules/learning/index.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { PageServerLoad } from './$types';

const STATES = ['drafting', 'review', 'published', 'archived'] as const;

/** The courses that I may write, with their drafts. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'learning.author');
  const { searchParams } = event.url;
  const query = (searchParams.get('q') ?? '').slice(0, 200);
  const state = STATES.find((one) => one === searchParams.get('state'));
  const courses = await read(event, listAuthored, { query, ...(state === undefined ? {} : { state }) });
  return { courses, query, state: state ?? '', mayMark: mayAnywhere(event.locals.ctx.actor, 'learning.mark'), discarded: searchParams.has('discarded') };
};
