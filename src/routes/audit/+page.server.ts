import { listAudit } from '#modules/directory/index.ts';
import { load as read } from '#web/load.ts';
import { filtersOf } from './filters.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const filters = filtersOf(event.url.searchParams);
  const before = event.url.searchParams.get('before') ?? '';
  const found = await read(event, listAudit, { ...filters, ...(before && { before }) });
  return { ...found, filters, paged: before !== '' };
};
