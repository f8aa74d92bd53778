import { error } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { appraiseScore, assignScore, readComponent, readScorecard, returnScore, selfScore } from '#modules/programme/index.ts';
import { load as run } from '#web/load.ts';
import { filesOf } from '#web/scores.ts';
import type { Actions, PageServerLoad } from './$types';
import { act, placeOf, valueIn } from './acts.ts';

/** One component of a scorecard: how it stands, the forms the asker may use, its history. */
export const load: PageServerLoad = async (event) => {
  const place = await placeOf(event);
  const card = await run(event, readScorecard, place);
  const line = card.lines.find(({ code }) => code === event.params.component);
  if (line === undefined) error(404, { message: event.locals.t('scorecards.error.no-component') });
  return { card, line, detail: await run(event, readComponent, { ...place, component: line.code }), requestId: newId() };
};

export const actions: Actions = {
  score: async (event) => {
    const form = await event.request.formData();
    return act(event, selfScore, form, { ...valueIn(form), evidence: await filesOf(form, 'file') });
  },
  appraise: async (event) => {
    const form = await event.request.formData();
    return act(event, appraiseScore, form, form.get('change') === 'yes' ? valueIn(form) : {});
  },
  back: async (event) => act(event, returnScore, await event.request.formData()),
  assign: async (event) => act(event, assignScore, await event.request.formData()),
};
