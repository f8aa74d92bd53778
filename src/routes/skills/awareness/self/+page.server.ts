import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { awarenessForm, rateSelf, startAwareness } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** How one rates oneself in the five areas, before the questionnaire or a check. */
export const load: PageServerLoad = (event) => {
  signedIn(event);
  return { levels: awarenessForm.levels, next: event.url.searchParams.get('then') ?? '', requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const form = await request.formData();
    const answer = await submit(rateSelf, locals.ctx, form);
    if (!answer.ok) return answer.failure;
    if (url.searchParams.get('then') !== 'awareness') redirect(303, '/skills');
    const begun = await submit(startAwareness, locals.ctx, form);
    return begun.ok ? redirect(303, `/skills/awareness/${begun.output.id}`) : begun.failure;
  },
};
