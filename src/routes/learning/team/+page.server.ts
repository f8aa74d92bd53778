import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { exportTeam, listTeam, remindTeam } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../units.ts';
import { askedOf } from './asked.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who of my units is on time. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'learning.see-team');
  const { units, unit } = await unitsWith(event, 'learning.see-team');
  const asked = askedOf(event.url.searchParams);
  const team = unit === undefined ? undefined : await read(event, listTeam, { unitId: unit.id, ...asked });
  return { units, unit, team, asked, told: event.url.searchParams.get('done'), requestId: newId() };
};

export const actions: Actions = {
  export: async ({ request, locals, url }) => {
    const { page: _page, ...narrowed } = askedOf(url.searchParams);
    const answer = await submit(exportTeam, locals.ctx, await request.formData(), narrowed);
    return answer.ok ? redirect(303, `/documents/${answer.output.documentId}`) : answer.failure;
  },
  remind: async ({ request, locals, url }) => {
    const answer = await submit(remindTeam, locals.ctx, await request.formData());
    if (!answer.ok) return answer.failure;
    const query = new URLSearchParams(url.searchParams);
    query.delete('/remind');
    query.set('done', String(answer.output.told));
    redirect(303, `${url.pathname}?${query.toString()}`);
  },
};
