import { isId } from '#base/id/index.ts';
import { readPlaceOperation } from '#kernel/set/index.ts';
import { listUnitResults } from '#modules/skills/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The newest results of the people of a unit; asks for a purpose first. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const asked = (name: string): string => event.url.searchParams.get(name) ?? '';
  const page = isId(asked('person')) ? { afterSort: asked('sort'), afterPerson: asked('person') } : {};
  const list = await read(event, listUnitResults, { unitId: event.params.id, ...page });
  const { unit } = await read(event, readPlaceOperation, { name: 'skills.measured', unitId: event.params.id, day: event.locals.ctx.today });
  return { ...list, unit, paged: 'afterPerson' in page };
};
