import type { Manifest } from '#kernel/manifest/index.ts';
import { entitlementOperations } from './entitlement/index.ts';
import { permissions } from './model.ts';

export * from './entitlement/index.ts';

/** Nobody's post goes without them: what is due, and pay policies. */
export const transition: Manifest = {
  name: 'transition',
  operations: [...entitlementOperations],
  permissions,
  facts: [],
  sets: [],
  ratios: [],
  jobs: [],
};
