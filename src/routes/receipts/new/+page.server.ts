import { redirect } from '@sveltejs/kit';
import { isId, newId } from '#base/id/index.ts';
import { publishReadingOperation } from '#kernel/proof/index.ts';
import { submit } from '#web/form.ts';
import { dayOf, signedIn } from '#web/load.ts';
import { readValue } from '#web/set.ts';
import type { Actions, PageServerLoad } from './$types';

const asked = (url: URL) => ({ figure: url.searchParams.get('figure') ?? '', slice: url.searchParams.get('slice') ?? '', unit: url.searchParams.get('unit') ?? '' });

/** What is about to be published, to be looked at once more. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { ...(await readValue(event, asked(event.url).figure)), requestId: newId() };
};

export const actions: Actions = {
  default: async (event) => {
    const { figure, slice, unit } = asked(event.url);
    const fixed = { figure, unitId: isId(unit) ? unit : '', day: dayOf(event), ...(slice === '' ? {} : { slice }) };
    const result = await submit(publishReadingOperation, event.locals.ctx, await event.request.formData(), fixed);
    if (!result.ok) return result.failure;
    redirect(303, `/receipts/${result.output.id}?published=1`);
  },
};
