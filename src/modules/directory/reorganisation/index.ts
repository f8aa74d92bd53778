import { applyReorganisation, deleteReorganisation, editReorganisation, listReorganisations, readReorganisation, revertReorganisation, startReorganisation } from './operations.ts';
import { listOpenSuccessors, setSuccessors, suggestSuccessors } from './successors.ts';

export type { Draft, FreshUnit, Plan } from './model.ts';
export {
  applyReorganisation,
  deleteReorganisation,
  editReorganisation,
  listOpenSuccessors,
  listReorganisations,
  readReorganisation,
  revertReorganisation,
  setSuccessors,
  startReorganisation,
  suggestSuccessors,
};

/** What can be asked of reorganisations. */
export const reorganisationOperations = [
  listReorganisations,
  readReorganisation,
  startReorganisation,
  editReorganisation,
  deleteReorganisation,
  applyReorganisation,
  revertReorganisation,
  listOpenSuccessors,
  suggestSuccessors,
  setSuccessors,
];
