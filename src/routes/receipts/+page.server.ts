import { isId } from '#base/id/index.ts';
import { parseDay } from '#base/day/index.ts';
import { listPublicationsOperation } from '#kernel/proof/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** Published readings, for everybody. */
export const load: PageServerLoad = async (event) => {
  const asked = (name: string): string => event.url.searchParams.get(name)?.trim() ?? '';
  const [from, until, before] = [parseDay(asked('from')), parseDay(asked('until')), Number(asked('before'))];
  const filters = {
    ...(asked('figure') && { figure: asked('figure') }),
    ...(isId(asked('unit')) && { unitId: asked('unit') }),
    ...(from && { from }),
    ...(until && { until }),
  };
  const paged = asked('before') !== '' && Number.isSafeInteger(before) && before >= 0;
  const found = await read(event, listPublicationsOperation, { ...filters, ...(paged && { before }) });
  return { ...found, filters, paged, mayPublish: mayAnywhere(event.locals.ctx.actor, 'proof.publish') };
};
