import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { answerAwareness, finishAwareness, readAwareness } from '#modules/skills/index.ts';
import { carryOut } from '#web/answers.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

const pageOf = (url: URL): number | undefined => (/^\d{1,2}$/.test(url.searchParams.get('page') ?? '') ? Number(url.searchParams.get('page')) : undefined);

/** A page of the questionnaire, or once all is answered the way to hand it in. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const page = pageOf(event.url);
  const asked = await read(event, readAwareness, { id: event.params.id, ...(page === undefined ? {} : { page }) });
  if (asked.state !== 'open') redirect(303, '/skills/awareness');
  return { asked, handIn: page === undefined && asked.open.length === 0, requestId: newId() };
};

export const actions: Actions = {
  answer: async ({ request, locals, params, url }) => {
    const form = await request.formData();
    const answers = Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' && !name.startsWith('_') ? [[name, value]] : [])));
    const kept = await carryOut(answerAwareness, locals.ctx, form, { id: params.id, page: pageOf(url) ?? 1, answers }, () => undefined);
    if (!kept.ok) return kept.failure;
    redirect(303, `/skills/awareness/${params.id}${kept.output.next === null ? '' : `?page=${kept.output.next}`}`);
  },
  finish: async ({ request, locals, params }) => {
    const answer = await submit(finishAwareness, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? redirect(303, '/skills/awareness?done=finished') : answer.failure;
  },
};
