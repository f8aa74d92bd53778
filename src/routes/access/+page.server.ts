import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listGrants, revokeRole } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { roleOptions } from './roles.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const asked = (name: string): string => event.url.searchParams.get(name)?.trim() ?? '';
  const [q, role, unitId, personId, after, history] = [asked('q'), asked('role'), asked('unit'), asked('person'), asked('after'), asked('history') === 'yes'];
  const found = await read(event, listGrants, {
    history,
    ...(q && { text: q }),
    ...(role && { role }),
    ...(unitId && { unitId }),
    ...(personId && { personId }),
    ...(after && { after }),
  });
  return { ...found, q, role, history, paged: after !== '', roles: roleOptions(event.locals.ctx.locale), done: asked('done'), requestId: newId() };
};

export const actions: Actions = {
  revoke: async ({ request, locals }) => {
    const result = await submit(revokeRole, locals.ctx, await request.formData());
    if (!result.ok) return result.failure;
    redirect(303, '/access?done=revoked');
  },
};
