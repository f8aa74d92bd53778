import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { moveVersion, previewMove } from '#kernel/case/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { readProcedure } from '#kernel/procedure/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { Actions, PageServerLoad } from './$types';
import { afterTurn, turnOf } from './turn.ts';

/** The dry run: how open cases of one version would stand in another; moving them is confirmed below it, up to 500 at a time. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'case.move-version');
  const { name } = event.params;
  const { procedure, versions } = await run(event, readProcedure, { name });
  const turn = turnOf(event.url.searchParams, versions);
  const { from, to, after } = turn;
  const ready = from !== '' && to !== '' && from !== to;
  const shown = ready
    ? {
        before: (await run(event, readProcedure, { name, version: from })).procedure,
        other: (await run(event, readProcedure, { name, version: to })).procedure,
        preview: await run(event, previewMove, { procedure: name, from, to, ...(after === '' ? {} : { after }) }),
      }
    : null;
  const { actor, today } = event.locals.ctx;
  // Whoever moves cases need not be among those who see them: then there is no link that leads nowhere.
  const sees = mayAnywhere(actor, procedure.see);
  return { procedure, versions, turn, asked: event.url.searchParams.has('from'), shown, sees, ahead: to > today, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ locals, params: { name }, request, url }) => {
    const form = await request.formData();
    const result = await submit(moveVersion, locals.ctx, form, { procedure: name });
    if (!result.ok) return result.failure;
    redirect(303, `/procedures/${name}/move?${afterTurn(url.searchParams, form, result.output)}`);
  },
};
