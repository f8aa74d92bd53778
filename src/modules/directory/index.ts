import type { Manifest } from '#kernel/manifest/index.ts';
import { importOperations, importTask } from './import/index.ts';
import { facts } from './model.ts';
import { ratios, sets } from './sets.ts';
import { abolishUnit, addUnit, changeUnit } from './units/changes.ts';
import { loadHanoi } from './units/city.ts';
import { findUnits, listUnits, readUnit } from './units/operations.ts';
import { closePost, listPosts, openPost, readPost } from './units/posts.ts';

export { closePosts, confirmRegisters, endPostings, joinUnion, leaveUnion, openPosts, startPostings, useAccounts } from './register/acts.ts';
export { grantRoles, registerPeople, renamePeople } from './register/people.ts';
export { addressOf, findByEmail, noteAccountUse } from './register/address.ts';
export { listDemoPeople } from './access/demo.ts';
export * as imports from './import/index.ts';
export { listOwnUnits } from './units/store.ts';
export { abolishUnit, addUnit, changeUnit } from './units/changes.ts';
export { cityUnitId, listTiles, loadCity, loadHanoi, type CityTile, type Loaded } from './units/city.ts';
export { findUnits, listUnits, readUnit } from './units/operations.ts';
export { closePost, listPosts, openPost, readPost } from './units/posts.ts';

/** The register of units, posts and people. */
export const directory: Manifest = {
  name: 'directory',
  operations: [
    ...[findUnits, listUnits, readUnit, addUnit, changeUnit, abolishUnit, loadHanoi],
    ...importOperations,
    ...[listPosts, readPost, openPost, closePost],
  ],
  permissions: [
    'directory.see-figures',
    'directory.see-persons',
    'directory.edit-persons',
    'directory.edit-units',
    'directory.import',
    'directory.reorganise',
    'directory.grant-roles',
    'directory.confirm-register',
    'directory.see-union',
  ],
  facts,
  sets,
  ratios,
  jobs: [importTask],
};
