import { redirect } from '@sveltejs/kit';
import { isId, newId } from '#base/id/index.ts';
import { readPlaceOperation } from '#kernel/set/index.ts';
import { exportGaps, listGaps } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { dayOf, load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

const unitOf = (url: URL): { unitId?: string } => (isId(url.searchParams.get('unit') ?? '') ? { unitId: url.searchParams.get('unit') ?? '' } : {});

/** Which units lack which area, most people first. */
export const load: PageServerLoad = async (event) => {
  const day = dayOf(event);
  const gaps = await read(event, listGaps, { ...unitOf(event.url), day });
  const { unit, above } = await read(event, readPlaceOperation, { name: 'skills.assessed', unitId: gaps.unitId, day });
  return { day, gaps, unit, above, requestId: newId() };
};

export const actions: Actions = {
  export: async (event) => {
    const answer = await submit(exportGaps, event.locals.ctx, await event.request.formData(), { ...unitOf(event.url), day: dayOf(event) });
    return answer.ok ? redirect(303, `/documents/${answer.output.documentId}`) : answer.failure;
  },
};
