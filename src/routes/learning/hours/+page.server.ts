import { fail, redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { handInOutside, readHours } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import { filesOf } from '#web/scores.ts';
import type { Actions, PageServerLoad } from './$types';

/** My hours of a year, session by session, and certificates from elsewhere. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const now = Number(event.locals.ctx.today.slice(0, 4));
  const year = Math.max(2018, Math.min(now, Number.parseInt(event.url.searchParams.get('year') ?? '', 10) || now));
  return { ...(await read(event, readHours, { year })), now, done: event.url.searchParams.has('done'), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const hours = Number.parseFloat(String(form.get('hours') ?? '').replace(',', '.'));
    const [file] = await filesOf(form, 'file');
    const answer = await submit(handInOutside, locals.ctx, form, { ...(Number.isNaN(hours) ? {} : { hours }), file });
    if (answer.ok) redirect(303, '/learning/hours?done=yes');
    const { errors } = answer.failure.data;
    const said = errors.map((error) => (error.at === '/file' && file === undefined ? { ...error, code: 'learning-who.file-missing' } : error));
    return fail(answer.failure.status, { ...answer.failure.data, errors: said });
  },
};
