import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listSetsOperation } from '#kernel/set/index.ts';
import { previewSharing, readIndicator, readTarget, shareTarget } from '#modules/programme/index.ts';
import { listUnits } from '#modules/directory/index.ts';
import { carryOut, checkAnswers, textOf } from '#web/answers.ts';
import { load as run } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { Actions, PageServerLoad } from './$types';
import { fieldOfSharing, refusedSharing, sharingFrom, weightOf } from './sharing.ts';

export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'programme.edit-targets');
  const { target, parts } = await run(event, readTarget, { key: event.params.key });
  const day = event.locals.ctx.today;
  const [sets, direct] = await Promise.all([run(event, listSetsOperation, {}), run(event, listUnits, { parentIds: [target.unit.unitId], day })]);
  // The departments of the city lie under its people's committee.
  const parentIds = direct.filter(({ kind }) => kind === 'people-committee').map(({ id }) => id);
  const units = parentIds.length === 0 ? direct : [...direct, ...(await run(event, listUnits, { parentIds, day }))];
  const { indicator } = await run(event, readIndicator, { key: target.indicator });
  return { target, parts, units, weight: weightOf(indicator), sets: sets.filter(({ measure }) => measure === 'stock'), requestId: newId() };
};

export const actions: Actions = {
  preview: async ({ request, locals, params }) => {
    const form = await request.formData();
    const input = sharingFrom(form, params.key);
    // What is to be typed by hand begins with equal parts.
    const first = input.method === 'by-hand' && input.values === undefined ? { ...input, method: 'equal' as const } : input;
    const answer = await checkAnswers(previewSharing, locals.ctx, form, first, fieldOfSharing(input));
    return 'checked' in answer ? { ...answer, method: input.method, units: input.units } : answer;
  },
  save: async ({ request, locals, params }) => {
    const form = await request.formData();
    const input = sharingFrom(form, params.key);
    const result = await carryOut(shareTarget, locals.ctx, form, { ...input, reason: textOf(form, 'reason') }, fieldOfSharing(input));
    if (!result.ok) return refusedSharing(result.failure, input, await checkAnswers(previewSharing, locals.ctx, form, input, fieldOfSharing(input)));
    redirect(303, `/targets/${params.key}?done=shared#parts`);
  },
};
