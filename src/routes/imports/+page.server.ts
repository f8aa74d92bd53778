import { imports } from '#modules/directory/index.ts';
import { load as perform } from '#web/load.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  const before = event.url.searchParams.get('before');
  return perform(event, imports.listImportsOperation, before === null ? {} : { before });
};
