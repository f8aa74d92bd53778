import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { checkOutside, listCourses, listCurricula, listOutsideAsked } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** Certificates from elsewhere that await being checked. */
export const load: PageServerLoad = async (event) => {
  const lines = await read(event, listOutsideAsked, {});
  const courses = await read(event, listCourses, {});
  return { lines, courses, curricula: await read(event, listCurricula, {}), done: event.url.searchParams.has('done'), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const [kind, ...rest] = String(form.get('replaces') ?? '').split('.');
    const hours = Number(String(form.get('counted') ?? '').replace(',', '.'));
    const replaced = kind === 'k' ? { course: rest.join('.') } : kind === 'c' ? { curriculum: rest.join('.') } : {};
    const answer = await submit(checkOutside, locals.ctx, form, {
      ...replaced,
      accept: form.get('accept') === 'yes',
      ...(Number.isFinite(hours) && form.get('counted') ? { hours } : {}),
    });
    return answer.ok ? redirect(303, '/learning/outside?done=yes') : answer.failure;
  },
};
