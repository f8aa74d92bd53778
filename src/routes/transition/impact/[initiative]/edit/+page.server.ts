import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listPostsToAssess, listTasks, readAssessment, writeAssessment } from '#modules/transition/index.ts';
import { carryOut } from '#web/answers.ts';
import { load as run } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { choicesFor } from '../../../../roadmap/form.ts';
import { initiativeOf, orNull } from '../../../initiative.ts';
import type { Actions, PageServerLoad } from './$types';
import { contentFrom, ROWS } from './form.ts';

/** The form of an assessment: posts of a unit that is chosen first, tasks, alternatives, new posts. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'transition.assess');
  const initiative = await initiativeOf(event);
  const unitId = event.url.searchParams.get('unit') ?? initiative.unitId;
  const posts = await run(event, listPostsToAssess, { unitId });
  const { units } = await choicesFor(event);
  return {
    initiative,
    unitId,
    posts,
    units,
    assessment: await orNull(event, readAssessment, { initiative: initiative.id }),
    lists: await run(event, listTasks, {}),
    rows: ROWS,
    requestId: newId(),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { id, key } = await initiativeOf(event);
    const form = await event.request.formData();
    const { content, fieldOf } = contentFrom(form);
    const result = await carryOut(writeAssessment, event.locals.ctx, form, { initiative: id, ...content }, fieldOf);
    if (!result.ok) return result.failure;
    redirect(303, `/transition/impact/${key}`);
  },
};
