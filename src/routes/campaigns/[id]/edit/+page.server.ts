import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { listMessages, readCampaign, saveCampaign } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { looked, looksForUnits, refusedWithUnits, unitChoice } from '../../../learning/assignments/new/units.ts';
import { audienceKept, draftOf, partsOf, refusalOf, sayable, testOf } from '../../new/draft.ts';
import type { Actions, PageServerLoad } from './$types';

/** A draft to be changed. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'campaigns.prepare');
  const campaign = await read(event, readCampaign, { id: event.params.id });
  if (campaign.state !== 'draft') redirect(303, `/campaigns/${campaign.id}`);
  const messages = (await read(event, listMessages, {})).filter(({ id, enough }) => enough || campaign.messages.includes(id));
  const { single: chosenUnits, ...kept } = audienceKept(campaign.meant);
  const single = await unitChoice(event, { units: chosenUnits, find: '' }, undefined);
  const { chosen } = await unitChoice(event, { units: [campaign.unitId], find: '' }, undefined);
  const units = chosen.map(({ value, label }) => ({ id: value, name: label }));
  return { campaign, messages, ...kept, single, units, draft: draftOf(campaign), requestId: newId() };
};

export const actions: Actions = {
  default: async (event) => {
    const { locals, params } = event;
    const form = await event.request.formData();
    const { unitId, test, meant, titleVi, titleEn } = await perform(readCampaign, locals.ctx, { id: params.id });
    if (looksForUnits(form)) return looked(event, form, unitId);
    const other = titleEn === titleVi ? {} : { titleEn };
    const audience = meant && !sayable(meant) ? { audience: meant } : {};
    const fixed = { ...audience, ...other, id: params.id, unitId, test, ...testOf(form) };
    const wrong = refusalOf(form, locals.ctx, fixed);
    if (wrong !== undefined) return refusedWithUnits(event, form, wrong);
    const answer = await submit(saveCampaign, locals.ctx, form, { ...partsOf(form), ...fixed });
    return answer.ok ? redirect(303, `/campaigns/${params.id}`) : refusedWithUnits(event, form, answer.failure);
  },
};
