import { readOpening } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import { theProgram } from '#web/program.ts';
import type { PageServerLoad } from './$types';

/** An open package. */
export const load: PageServerLoad = async (event) => {
  const id = signedIn(event);
  const { actor } = event.locals.ctx;
  const opening = await read(event, readOpening, { id: event.params.session });
  const { packagesUrl: site = null } = (await theProgram()).config;
  return { opening: { ...opening, site, id: event.params.session, learner: { id, name: actor.kind === 'person' ? actor.name : '' } } };
};
