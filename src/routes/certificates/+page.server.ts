import { redirect } from '@sveltejs/kit';
import { Problem } from '#base/problem/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { checkBadgeFile, checkCertificate } from '#modules/skills/index.ts';
import { refuse, submit } from '#web/form.ts';
import type { Actions, PageServerLoad } from './$types';

const NONE = 'skills-certificates.no-code';

/** The form to look up a certificate; a code that was typed leads to its page, one that no certificate has back to the form. */
export const load: PageServerLoad = async ({ url, locals }) => {
  const typed = url.searchParams.get('code')?.slice(0, 80) ?? '';
  if (typed === '') return { unknown: null };
  const code = typed.replaceAll(/[^0-9A-Za-z]/g, '');
  if (await isThere(locals.ctx, code)) redirect(303, `/certificates/${code}`);
  return { unknown: { code: NONE, values: {}, errors: [{ at: '/code', code: NONE }], typed: { code: typed } } };
};

async function isThere(ctx: Ctx, code: string): Promise<boolean> {
  try {
    await perform(checkCertificate, ctx, { code });
    return true;
  } catch (problem) {
    if (problem instanceof Problem) return false;
    throw problem;
  }
}

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
