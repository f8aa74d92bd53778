import type { Manifest } from '#kernel/manifest/index.ts';
import { bankOperations, loadBank } from './bank/index.ts';
import { checkingOperations } from './checking/operations.ts';
import { frameworkOperations } from './frameworks/index.ts';
import { facts, permissions } from './model.ts';
import { loadRequirements, requirementOperations } from './requirements/index.ts';

export * from './bank/index.ts';
export * from './frameworks/index.ts';
export * from './requirements/index.ts';
export * from './sittings/index.ts';

/** Digital awareness and competence: frameworks, requirements, item bank, measurement. */
export const skills: Manifest = {
  name: 'skills',
  operations: [...frameworkOperations, ...requirementOperations, ...bankOperations, ...checkingOperations],
  permissions,
  facts,
  sets: [],
  ratios: [],
  jobs: [],
  start: async (ctx) => {
    await loadBank(ctx);
    await loadRequirements(ctx);
  },
};
