import { renderSVG } from 'uqr';
import { showClassCode } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The code of the moment, to be shown in the room. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const shown = await read(event, showClassCode, { id: event.params.id });
  // By a header: a tag for it would also be read by tools as a page that jumps away from its reader.
  event.setHeaders({ refresh: String(shown.seconds) });
  return { shown, id: event.params.id, picture: renderSVG(shown.url, { border: 2, ecc: 'M' }) };
};
