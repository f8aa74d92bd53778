import { renderSVG } from 'uqr';
import { newId } from '#base/id/index.ts';
import { readGathering, showReopening } from '#modules/campaigns/index.ts';
import { load as read } from '#web/load.ts';
import { gatheringActions } from './acts.ts';
import type { PageServerLoad } from './$types';

/** One group session. */
export const load: PageServerLoad = async (event) => {
  const gathering = await read(event, readGathering, { id: event.params.id });
  const { address, held } = gathering;
  const reopening = held ? await read(event, showReopening, { id: event.params.id }) : undefined;
  return {
    gathering,
    reopening,
    picture: address === null ? undefined : renderSVG(address, { border: 2, ecc: 'M' }),
    requestId: newId(),
    done: event.url.searchParams.get('done'),
  };
};

export const actions = gatheringActions;
