import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { askLater, decideCampaign, readCampaign, stopCampaign, submitCampaign } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** A campaign with its dry run. */
export const load: PageServerLoad = async (event) => ({
  campaign: await read(event, readCampaign, { id: event.params.id }),
  mayReview: mayAnywhere(event.locals.ctx.actor, 'campaigns.review'),
  requestId: newId(),
});

export const actions: Actions = {
  submit: async ({ request, locals, params }) => {
    const answer = await submit(submitCampaign, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? redirect(303, `/campaigns/${params.id}`) : answer.failure;
  },
  later: async ({ request, locals, params }) => {
    const answer = await submit(askLater, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? redirect(303, `/campaigns/${params.id}`) : answer.failure;
  },
  decide: async ({ request, locals, params }) => {
    const answer = await submit(decideCampaign, locals.ctx, await request.formData(), { id: params.id });
    if (!answer.ok) return answer.failure;
    redirect(303, answer.output.state === 'running' ? `/campaigns/${params.id}/board` : `/campaigns/${params.id}`);
  },
  stop: async ({ request, locals, params }) => {
    const answer = await submit(stopCampaign, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? redirect(303, `/campaigns/${params.id}/board`) : answer.failure;
  },
};
