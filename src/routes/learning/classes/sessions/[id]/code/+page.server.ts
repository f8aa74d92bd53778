import { renderSVG } from 'uqr';
import { showClassCode } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The code of the moment, to be shown in the room. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const shown = await read(event, showClassCode, { id: event.params.id });
  return { shown, id: event.params.id, picture: renderSVG(shown.url, { border: 2, ecc: 'M' }) };
};
