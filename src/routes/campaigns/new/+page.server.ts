import { redirect } from '@sveltejs/kit';
import { isId, newId } from '#base/id/index.ts';
import { listMessages, listTemplates, readCampaign, saveCampaign } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../learning/units.ts';
import { looked, looksForUnits, refusedWithUnits, unitChoice } from '../../learning/assignments/new/units.ts';
import { firstDraft, kindsOf, partsOf, refreshed, refusalOf, testOf } from './draft.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form of a campaign, filled in from a template when one is named, and from the campaign whose fading understanding it refreshes. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'campaigns.prepare');
  const { units, unit } = await unitsWith(event, 'campaigns.prepare');
  const templates = await read(event, listTemplates, {});
  const template = templates.find(({ key }) => key === event.url.searchParams.get('template'));
  const messages = (await read(event, listMessages, {})).filter(({ enough }) => enough);
  const asked = event.url.searchParams.get('refreshes') ?? '';
  const faded = isId(asked) ? await read(event, readCampaign, { id: asked }) : undefined;
  const draft = { ...firstDraft(event, template), ...(faded && refreshed(faded)) };
  const { single: chosen, ...kinds } = kindsOf(faded?.meant);
  const single = await unitChoice(event, { units: chosen, find: '' }, undefined);
  return { units, unit, single, messages, template: template?.key ?? null, refreshes: faded?.id ?? null, kinds, draft, requestId: newId() };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    if (looksForUnits(form)) return looked(event, form, String(form.get('unitId') ?? '') || undefined);
    const wrong = refusalOf(form, event.locals.ctx, testOf(form));
    if (wrong !== undefined) return refusedWithUnits(event, form, wrong);
    const answer = await submit(saveCampaign, event.locals.ctx, form, { ...partsOf(form), ...testOf(form) });
    return answer.ok ? redirect(303, `/campaigns/${answer.output.id}`) : refusedWithUnits(event, form, answer.failure);
  },
};
