import { newId } from '#base/id/index.ts';
import { applyReorganisation, deleteReorganisation, editReorganisation, findUnits, listUnits, readReorganisation, revertReorganisation } from '#modules/directory/index.ts';
import { load as run } from '#web/load.ts';
import { changing, doing } from './change.ts';
import { edits } from './edits.ts';
import type { Actions, PageServerLoad } from './$types';

/** The act with its preview, what a search for units finds, and the units under which a new one may be put. */
export const load: PageServerLoad = async (event) => {
  const view = await run(event, readReorganisation, { id: event.params.id });
  const find = (event.url.searchParams.get('find') ?? '').trim();
  const found = find === '' ? undefined : await run(event, findUnits, { query: find, day: view.act.day, limit: 20 });
  const roots = view.act.state === 'draft' ? await run(event, listUnits, { day: view.act.day }) : [];
  return { request: newId(), view, find, found, roots };
};

const here = (id: string) => `/reorganisations/${id}`;

export const actions: Actions = {
  basis: doing(editReorganisation, here),
  addUnit: changing(edits.addUnit),
  removeUnit: changing(edits.removeUnit),
  addInto: changing(edits.addInto),
  setAbove: changing(edits.setAbove),
  removeInto: changing(edits.removeInto),
  addFresh: changing(edits.addFresh),
  removeFresh: changing(edits.removeFresh),
  name: changing(edits.name),
  roles: changing(edits.roles),
  place: changing(edits.place),
  apply: doing(applyReorganisation, here),
  revert: doing(revertReorganisation, here),
  delete: doing(deleteReorganisation, () => '/reorganisations'),
};
