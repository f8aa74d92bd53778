import type { Manifest } from '#kernel/manifest/index.ts';
import { importOperations, importTask } from './import/index.ts';
import { exportAudit, listAudit } from './access/audit.ts';
import { grantRole, listGrantableUnits, listGrants, revokeRole } from './access/operations.ts';
import { confirmRegister, registersToConfirm, readRegister } from './confirmation/operations.ts';
import { facts } from './model.ts';
import { peopleOperations } from './people/operations.ts';
import { reorganisationOperations } from './reorganisation/index.ts';
import { ratios, sets } from './sets.ts';
import { unitOperations } from './units/index.ts';

export { closePosts, confirmRegisters, endPostings, joinUnion, openPosts, startPostings, useAccounts } from './register/acts.ts';
export { grantRoles, registerPeople, renamePeople } from './register/people.ts';
export { addressOf, findByEmail, noteAccountUse, phoneOf } from './register/address.ts';
export { listDemoPeople } from './access/demo.ts';
export * as imports from './import/index.ts';
export { exportAudit, listAudit } from './access/audit.ts';
export { grantRole, listGrantableUnits, listGrants, revokeRole } from './access/operations.ts';
export { confirmRegister, readRegister } from './confirmation/operations.ts';
export * from './people/operations.ts';
export { givenName } from './people/rules.ts';
export { listOwnUnits } from './units/store.ts';
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
  type Draft,
  type FreshUnit,
  type Plan,
} from './reorganisation/index.ts';
export {
  abolishUnit,
  addUnit,
  changeUnit,
  cityUnitId,
  closePost,
  findUnits,
  listPosts,
  listTiles,
  listUnits,
  loadHanoi,
  openPost,
  readPost,
  readSeat,
  readUnit,
  setSeat,
  CODE_SYSTEMS,
  UNIT_KINDS,
  type CityTile,
  type Loaded,
} from './units/index.ts';

/** The register of units, posts and people. */
export const directory: Manifest = {
  name: 'directory',
  operations: [
    ...unitOperations,
    ...reorganisationOperations,
    ...importOperations,
    ...peopleOperations,
    readRegister,
    confirmRegister,
    listGrants,
    listGrantableUnits,
    grantRole,
    revokeRole,
    listAudit,
    exportAudit,
  ],
  awaits: registersToConfirm,
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
