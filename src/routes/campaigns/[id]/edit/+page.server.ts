import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { listMessages, readCampaign, saveCampaign } from '#modules/campaigns/index.ts';
import { refuse, submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { looked, looksForUnits, refusedWithUnits, unitChoice } from '../../../learning/assignments/new/units.ts';
import { draftOf, kindsOf, partsOf, rungFaults, sayable } from '../../new/draft.ts';
import type { Actions, PageServerLoad } from './$types';

/** A draft to be changed. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'campaigns.prepare');
  const campaign = await read(event, readCampaign, { id: event.params.id });
  if (campaign.state !== 'draft') redirect(303, `/campaigns/${campaign.id}`);
  const messages = (await read(event, listMessages, {})).filter(({ id, enough }) => enough || campaign.messages.includes(id));
  const kinds = kindsOf(campaign.meant);
  const single = await unitChoice(event, { units: kinds.single, find: '' }, undefined);
  const { chosen } = await unitChoice(event, { units: [campaign.unitId], find: '' }, undefined);
  const units = chosen.map(({ value, label }) => ({ id: value, name: label }));
  return { campaign, messages, kinds, single, units, keepsAudience: !sayable(campaign.meant), draft: draftOf(campaign), requestId: newId() };
};

export const actions: Actions = {
  default: async (event) => {
    const { locals, params } = event;
    const form = await event.request.formData();
    const wrong = rungFaults(form);
    const { unitId, test, meant, titleVi, titleEn } = await perform(readCampaign, locals.ctx, { id: params.id });
    if (looksForUnits(form)) return looked(event, form, unitId);
    if (wrong.length > 0) return refusedWithUnits(event, form, refuse(new Problem('invalid', 'operation.input-invalid', {}, wrong), form));
    const other = titleEn === titleVi ? {} : { titleEn };
    const audience = sayable(meant) ? {} : { audience: meant };
    const answer = await submit(saveCampaign, locals.ctx, form, { ...partsOf(form), ...audience, ...other, id: params.id, unitId, test });
    return answer.ok ? redirect(303, `/campaigns/${params.id}`) : refusedWithUnits(event, form, answer.failure);
  },
};
