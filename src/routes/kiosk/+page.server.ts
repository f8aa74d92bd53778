import { fail, redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { enterKiosk, newSecret } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import type { Actions, PageServerLoad } from './$types';

/** The first page of a shared computer. */
export const load: PageServerLoad = ({ url }) => ({ requestId: newId(), left: url.searchParams.has('left') });

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const secret = newSecret();
    const answer = await submit(enterKiosk, locals.ctx, form, { secret });
    if (!answer.ok) return answer.failure;
    if (answer.output.entered) redirect(303, `/kiosk/${secret}`);
    const typed = { staffCode: String(form.get('staffCode') ?? '') };
    return fail(400, { code: 'campaigns-kiosk.no-fit', values: {}, errors: [{ at: '/code', code: 'campaigns-kiosk.no-fit', values: {} }], typed });
  },
};
