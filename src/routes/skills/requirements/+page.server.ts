import { redirect } from '@sveltejs/kit';
import { endRequirement, setRequirement } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { CIVIL_SERVICE, readRequirements } from './read.ts';
import type { Actions, PageServerLoad } from './$types';

/** What is required in a framework, and for training officers the form to change it. */
export const load: PageServerLoad = (event) => readRequirements(event);

const back = (url: URL, done: string): never =>
  redirect(303, `/skills/requirements?framework=${encodeURIComponent(url.searchParams.get('framework') ?? CIVIL_SERVICE)}&done=${done}`);

export const actions: Actions = {
  set: async ({ request, locals, url }) => {
    const answer = await submit(setRequirement, locals.ctx, await request.formData());
    return answer.ok ? back(url, 'set') : answer.failure;
  },
  end: async ({ request, locals, url }) => {
    const answer = await submit(endRequirement, locals.ctx, await request.formData());
    return answer.ok ? back(url, 'ended') : answer.failure;
  },
};
