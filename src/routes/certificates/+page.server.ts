import { redirect } from '@sveltejs/kit';
import { Problem } from '#base/problem/index.ts';
import { checkBadgeFile } from '#modules/skills/index.ts';
import { refuse, submit } from '#web/form.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form to look up a certificate; a code that was typed leads to its page. */
export const load: PageServerLoad = ({ url }) => {
  const code = (url.searchParams.get('code') ?? '').replaceAll(/[^0-9A-Za-z]/g, '');
  if (code !== '') redirect(303, `/certificates/${code}`);
};

export const actions: Actions = {
  file: async ({ request, locals }) => {
    const form = await request.formData();
    const file = form.get('file');
    const missing = 'skills-certificates.file-needed';
    if (!(file instanceof File) || file.size === 0 || file.size > 65_536) return refuse(new Problem('invalid', missing, {}, [{ at: '/file', code: missing }]), form);
    const answer = await submit(checkBadgeFile, locals.ctx, form, { badge: await file.text() });
    return answer.ok ? { checked: answer.output } : answer.failure;
  },
};
