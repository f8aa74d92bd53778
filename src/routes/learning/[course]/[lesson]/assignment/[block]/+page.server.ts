import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { contestMarks, handIn, listMyLearning, readHandIns, richOf } from '#modules/learning/index.ts';
import { refuse, submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** An assignment with what I have handed in. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { course, lesson, block } = event.params;
  const { brief, ...assignment } = await read(event, readHandIns, { course, lesson, block });
  const asked = (await read(event, listMyLearning, {})).find((line) => line.course === course && line.completedOn === null);
  return { ...assignment, due: asked?.due, brief: richOf(brief), course, lesson, requestId: newId(), did: event.url.searchParams.get('did') };
};

/** A file was chosen, but there is nothing in it. */
const EMPTY = new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/file', code: 'document.empty' }]);

export const actions: Actions = {
  hand: async ({ request, locals, params }) => {
    const { course, lesson, block } = params;
    const form = await request.formData();
    const sent = form.get('file');
    const file = sent instanceof File && sent.size > 0 ? { file: { name: sent.name.slice(-300), content: Buffer.from(await sent.arrayBuffer()).toString('base64') } } : {};
    const text = form.get('text');
    form.delete('file');
    if (sent instanceof File && sent.name !== '' && sent.size === 0) return refuse(EMPTY, form);
    const answer = await submit(handIn, locals.ctx, form, { course, lesson, block, text: typeof text === 'string' ? text : '', ...file });
    return answer.ok ? redirect(303, `/learning/${course}/${lesson}/assignment/${block}?did=handed`) : answer.failure;
  },
  contest: async ({ request, locals, params }) => {
    const answer = await submit(contestMarks, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, `/learning/${params.course}/${params.lesson}/assignment/${params.block}?did=contested`) : answer.failure;
  },
};
