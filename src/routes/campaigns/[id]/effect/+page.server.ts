import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { dropWave, listSteps, openWave, readCampaign, readEffect } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** What a campaign has changed. */
export const load: PageServerLoad = async (event) => {
  const { id } = event.params;
  const { title, seed } = await read(event, readCampaign, { id });
  return {
    id,
    title,
    effect: await read(event, readEffect, { id }),
    steps: await read(event, listSteps, { id }),
    seed,
    mayOpen: mayAnywhere(event.locals.ctx.actor, 'campaigns.prepare'),
    requestId: newId(),
  };
};

export const actions: Actions = {
  open: async ({ request, locals, params }) => {
    const answer = await submit(openWave, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? redirect(303, `/campaigns/${params.id}/effect`) : answer.failure;
  },
  drop: async ({ request, locals, params }) => {
    const answer = await submit(dropWave, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, `/campaigns/${params.id}/effect`) : answer.failure;
  },
};
