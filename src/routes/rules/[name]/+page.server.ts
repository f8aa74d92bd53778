import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { enterOfficialText, readParameter, withdrawOfficialText } from '#kernel/rule/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** A figure of law over time, and the form for its official text. */
export const load: PageServerLoad = async (event) => ({
  ...(await run(event, readParameter, { name: event.params.name })),
  withdrawing: event.url.searchParams.get('withdraw'),
  entered: event.url.searchParams.has('entered'),
  requestId: newId(),
});

export const actions: Actions = {
  enter: async (event) => {
    const form = await event.request.formData();
    const file = form.get('evidence');
    const evidence = file instanceof File && file.size > 0 ? { evidence: { name: file.name, content: Buffer.from(await file.arrayBuffer()).toString('base64') } } : {};
    const result = await submit(enterOfficialText, event.locals.ctx, form, { name: event.params.name, ...evidence });
    if (!result.ok) return result.failure;
    redirect(303, `/rules/${event.params.name}?entered`);
  },
  withdraw: async (event) => {
    const result = await submit(withdrawOfficialText, event.locals.ctx, await event.request.formData());
    if (!result.ok) return result.failure;
    redirect(303, `/rules/${event.params.name}`);
  },
};
