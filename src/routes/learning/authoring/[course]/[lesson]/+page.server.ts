import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { changeBlocks, excerptOf, readDraftLesson } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** A lesson of a draft: its blocks in their order. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { course, lesson: id } = event.params;
  const draft = await read(event, readDraftLesson, { course, lesson: id });
  const blocks = draft.lesson.blocks.map((block) => ({
    id: block.id,
    kind: block.kind,
    excerpt: excerptOf(block),
    faults: draft.faults.filter((fault) => fault.block === block.id).length,
  }));
  return { ...draft, course, id, blocks, requestId: newId(), saved: event.url.searchParams.has('saved') };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const { course, lesson } = params;
    const form = await request.formData();
    const answer = await submit(changeBlocks, locals.ctx, form, { course, lesson });
    if (!answer.ok) return answer.failure;
    const here = `/learning/authoring/${course}/${lesson}`;
    const { block } = answer.output;
    redirect(303, block !== null && form.get('act') === 'add' ? `${here}/block/${block}` : `${here}?saved=yes#${block ?? 'blocks'}`);
  },
};
