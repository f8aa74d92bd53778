import { redirect } from '@sveltejs/kit';
import { askLater, decideCampaign, dropCampaign, stopCampaign, submitCampaign, withdrawCampaign } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import type { Actions } from './$types';

/** What is done with a campaign as a whole. */
export const campaignActions: Actions = {
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
  withdraw: async ({ request, locals, params }) => {
    const answer = await submit(withdrawCampaign, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? redirect(303, `/campaigns/${params.id}`) : answer.failure;
  },
  drop: async ({ request, locals, params }) => {
    const answer = await submit(dropCampaign, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? redirect(303, '/campaigns?dropped=yes') : answer.failure;
  },
  stop: async ({ request, locals, params }) => {
    const answer = await submit(stopCampaign, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? redirect(303, `/campaigns/${params.id}/board`) : answer.failure;
  },
};
