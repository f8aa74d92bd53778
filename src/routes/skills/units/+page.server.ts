import { redirect } from '@sveltejs/kit';
import { readPlaceOperation } from '#kernel/set/index.ts';
import { dayOf, load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The figures of skills begin with the whole city. */
export const load: PageServerLoad = async (event) => {
  const { unit } = await read(event, readPlaceOperation, { name: 'skills.measured', day: dayOf(event) });
  redirect(303, `/skills/units/${unit.id}${event.url.search}`);
};
