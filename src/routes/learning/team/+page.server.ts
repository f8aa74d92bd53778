import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listTeam, remindTeam } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../units.ts';
import type { Actions, PageServerLoad } from './$types';

const STATES = ['all', 'open', 'late', 'done'] as const;

/** Who of my units is on time. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'learning.see-team');
  const query = event.url.searchParams;
  const { units, unit } = await unitsWith(event, 'learning.see-team');
  const state = STATES.find((one) => one === query.get('state')) ?? 'all';
  const page = Math.max(1, Math.min(10_000, Number.parseInt(query.get('page') ?? '', 10) || 1));
  const team = unit === undefined ? undefined : await read(event, listTeam, { unitId: unit.id, state, page });
  return { units, unit, team, state, told: query.get('told'), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const form = await request.formData();
    const answer = await submit(remindTeam, locals.ctx, form);
    if (!answer.ok) return answer.failure;
    redirect(303, `${url.pathname}?unit=${encodeURIComponent(String(form.get('unitId') ?? ''))}&told=${answer.output.told}`);
  },
};
