import type { Manifest } from '#kernel/manifest/index.ts';
import { bankOperations, loadBank } from './bank/index.ts';
import { checkingOperations } from './checking/operations.ts';
import { facts, permissions } from './model.ts';

export * from './bank/index.ts';

/** Digital awareness and competence: frameworks, requirements, item bank, measurement. */
export const skills: Manifest = {
  name: 'skills',
  operations: [...bankOperations, ...checkingOperations],
  permissions,
  facts,
  sets: [],
  ratios: [],
  jobs: [],
  start: loadBank,
};
