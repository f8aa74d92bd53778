import { readClass, readClassList } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The list of a session to print and sign. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const list = await read(event, readClassList, { id: event.params.id });
  return { list, line: (await read(event, readClass, { id: list.classId })).line };
};
