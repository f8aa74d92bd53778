import { checkCertificate } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** Whether a certificate holds; with the name only when the link carries it. */
export const load: PageServerLoad = async (event) => {
  const share = event.url.searchParams.get('share')?.slice(0, 80);
  return { checked: await read(event, checkCertificate, { code: event.params.code, ...(share === undefined ? {} : { share }) }), today: event.locals.ctx.today };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData();
    const answer = await submit(checkCertificate, locals.ctx, form, { code: params.code });
    return answer.ok ? { sameName: answer.output.sameName, compared: String(form.get('name') ?? '') } : answer.failure;
  },
};
