import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { confirmRegister, readRegister } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

const unitIn = (url: URL): string => url.searchParams.get('unit') ?? '';

export const load: PageServerLoad = async (event) => {
  if (unitIn(event.url) === '') redirect(303, '/');
  const register = await read(event, readRegister, { unitId: unitIn(event.url) });
  return { ...register, today: event.locals.ctx.today, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const result = await submit(confirmRegister, locals.ctx, await request.formData(), { unitId: unitIn(url) });
    if (!result.ok) return result.failure;
    redirect(303, `/people/confirm?unit=${unitIn(url)}`);
  },
};
