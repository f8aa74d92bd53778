import { checkCompletion } from '#modules/learning/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** Whether a completed course or curriculum holds; with `?name=` whether it is that person’s. */
export const load: PageServerLoad = async (event) => {
  const name = event.url.searchParams.get('name')?.slice(0, 200) ?? '';
  return { checked: await read(event, checkCompletion, { code: event.params.code.slice(0, 80), ...(name === '' ? {} : { name }) }), name };
};
