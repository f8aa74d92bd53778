import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { listMessages, readCampaign, saveCampaign } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { draftOf, partsOf, refusalOf, sayable } from '../../new/draft.ts';
import type { Actions, PageServerLoad } from './$types';

/** A draft to be changed. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'campaigns.prepare');
  const campaign = await read(event, readCampaign, { id: event.params.id });
  if (campaign.state !== 'draft') redirect(303, `/campaigns/${campaign.id}`);
  const messages = (await read(event, listMessages, {})).filter(({ id, enough }) => enough || campaign.messages.includes(id));
  const [part = {}] = campaign.meant.include;
  const kinds = { units: part.unitKinds ?? [], posts: part.postKinds ?? [] };
  return { campaign, messages, kinds, keepsAudience: !sayable(campaign.meant), draft: draftOf(campaign), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData();
    const { unitId, test, meant, titleVi, titleEn } = await perform(readCampaign, locals.ctx, { id: params.id });
    const other = titleEn === titleVi ? {} : { titleEn };
    const audience = sayable(meant) ? {} : { audience: meant };
    const fixed = { ...audience, ...other, id: params.id, unitId, test };
    const wrong = refusalOf(form, locals.ctx, fixed);
    if (wrong !== undefined) return wrong;
    const answer = await submit(saveCampaign, locals.ctx, form, { ...partsOf(form), ...fixed });
    return answer.ok ? redirect(303, `/campaigns/${params.id}`) : answer.failure;
  },
};
