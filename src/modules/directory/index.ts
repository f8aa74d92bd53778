import type { Manifest } from '#kernel/manifest/index.ts';
import { importOperations, importTask } from './import/index.ts';
import { facts } from './model.ts';
import { ratios, sets } from './sets.ts';

export { addressOf } from './register/address.ts';
export * as imports from './import/index.ts';
export { listOwnUnits } from './units/store.ts';

/** The register of units, posts and people. */
export const directory: Manifest = {
  name: 'directory',
  operations: [...importOperations],
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
