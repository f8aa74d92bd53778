import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listGatherings, planGathering } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../../learning/units.ts';
import type { Actions, PageServerLoad } from './$types';

/** The group sessions of a unit. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'campaigns.help-unit');
  const { units, unit } = await unitsWith(event, 'campaigns.help-unit');
  const list = unit === undefined ? undefined : await read(event, listGatherings, { unitId: unit.id });
  return {
    units,
    unit,
    gatherings: list?.gatherings ?? [],
    campaigns: list?.campaigns ?? [],
    today: event.locals.ctx.today,
    requestId: newId(),
    cancelled: event.url.searchParams.get('done') === 'cancelled',
  };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const answer = await submit(planGathering, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, `/campaigns/contact/gatherings/${answer.output.id}`) : answer.failure;
  },
};
