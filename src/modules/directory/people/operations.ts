import type { AnyOperation } from '#kernel/operation/index.ts';
import { addPerson, editPerson } from './edit.ts';
import { erasePerson } from './erase.ts';
import { exportOwnData } from './export.ts';
import { listOwnLooks, questionLook, requestCorrection } from './own.ts';
import { endPosting, listVacantPosts, startPosting } from './posting.ts';
import { listPeople, readMe, readPerson } from './read.ts';
import { search } from './search.ts';
import { setUnion } from './union.ts';

export {
  addPerson,
  editPerson,
  endPosting,
  erasePerson,
  exportOwnData,
  listOwnLooks,
  listPeople,
  listVacantPosts,
  questionLook,
  readMe,
  readPerson,
  requestCorrection,
  search,
  setUnion,
  startPosting,
};

/** The operations about people, in the order in which the API describes them. */
export const peopleOperations: AnyOperation[] = [
  listPeople,
  readPerson,
  addPerson,
  editPerson,
  listVacantPosts,
  startPosting,
  endPosting,
  setUnion,
  erasePerson,
  readMe,
  listOwnLooks,
  questionLook,
  requestCorrection,
  exportOwnData,
  search,
];
