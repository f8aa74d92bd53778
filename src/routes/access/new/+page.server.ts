import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { grantRole, listGrantableUnits } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { roleOptions } from '../roles.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const q = event.url.searchParams.get('q')?.trim() ?? '';
  const found = await read(event, listGrantableUnits, { ...(q && { text: q }) });
  return { ...found, q, today: event.locals.ctx.today, roles: roleOptions(event.locals.ctx.locale), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const result = await submit(grantRole, locals.ctx, await request.formData());
    if (!result.ok) return result.failure;
    redirect(303, '/access?done=granted');
  },
};
