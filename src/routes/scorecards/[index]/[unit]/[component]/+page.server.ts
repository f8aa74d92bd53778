import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { appraiseScore, assignScore, readComponent, readScorecard, returnScore, selfScore } from '#modules/programme/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import { filesOf, scoreValueOf, yearOf } from '#web/scores.ts';
import type { Actions, PageServerLoad, RouteParams } from './$types';

type Asking = RequestEvent<RouteParams>;
const placeOf = async (event: Asking) => ({ index: event.params.index, year: (await yearOf(event, event.params.index)).year, unitId: event.params.unit });
const valueIn = (form: FormData) => {
  const value = scoreValueOf(form);
  return value === undefined ? {} : { value };
};

/** One component of a scorecard: how it stands, the forms the asker may use, its history. */
export const load: PageServerLoad = async (event) => {
  const place = await placeOf(event);
  const card = await run(event, readScorecard, place);
  const line = card.lines.find(({ code }) => code === event.params.component);
  if (line === undefined) error(404, { message: event.locals.t('scorecards.error.no-component') });
  return { card, line, detail: await run(event, readComponent, { ...place, component: line.code }), requestId: newId(), today: event.locals.ctx.today };
};

async function act(event: Asking, op: typeof selfScore | typeof appraiseScore | typeof returnScore | typeof assignScore, form: FormData, more: Record<string, unknown> = {}) {
  const place = await placeOf(event);
  const result = await submit(op, event.locals.ctx, form, { ...place, component: event.params.component, ...more });
  if (!result.ok) return result.failure;
  redirect(303, `/scorecards/${place.index}/${place.unitId}/${encodeURIComponent(event.params.component)}?year=${place.year}#history`);
}

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
