import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { fileSignedPaper, readLetter, receiveLetter, signLetter } from '#modules/transition/index.ts';
import { refuse, submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import { pdfOf, signOnPage } from '#web/sign.ts';
import { Problem } from '#base/problem/index.ts';
import { placesOfLetter } from '../../under.ts';
import type { Actions, PageServerLoad } from './$types';

/** A letter: what it says, its signatures, and what the reader can do with it. */
export const load: PageServerLoad = async (event) => {
  const letter = await run(event, readLetter, { id: event.params.id });
  const { ctx } = event.locals;
  const { password } = await ctx.services.accounts.factorsOf(personOf(ctx.actor) ?? '');
  return { ...letter, ...placesOfLetter(ctx, letter), asksPassword: password, done: event.url.searchParams.get('done'), requestId: newId() };
};

export const actions: Actions = {
  sign: async (event) => {
    const { id } = event.params;
    const answer = await signOnPage(event, signLetter, event.url.searchParams.get('version') ?? '', { id });
    if (!answer.ok) return answer.failure;
    redirect(303, `/transition/letters/${id}?done=${answer.output.done ? 'signed-last' : 'signed'}`);
  },
  paper: async ({ locals, request, params: { id } }) => {
    const form = await request.formData();
    const file = await pdfOf(form).catch((problem: unknown) => problem);
    if (file instanceof Problem) return refuse(file, form);
    const result = await submit(fileSignedPaper, locals.ctx, form, { id, ...(typeof file === 'object' && file !== null && 'content' in file && { content: file.content }) });
    if (!result.ok) return result.failure;
    redirect(303, `/transition/letters/${id}?done=signed-last`);
  },
  receive: async ({ locals, request, params: { id } }) => {
    const result = await submit(receiveLetter, locals.ctx, await request.formData(), { id });
    if (!result.ok) return result.failure;
    redirect(303, `/transition/letters/${id}?done=received`);
  },
};
