export { ANONYMOUS, findActor, personOf, system, type Actor, type Grant } from './actor.ts';
export { sortName } from './name.ts';
export { listRoles, may, mayAnywhere, rootsOf, Roles, scope, type Role } from './permission.ts';
export {
  findUnit,
  getRoot,
  getUnit,
  listAncestors,
  listChildren,
  listUnitHistory,
  subtree,
  unitOf,
  type Unit,
} from './unit.ts';
