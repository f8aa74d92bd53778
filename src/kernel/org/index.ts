export { ANONYMOUS, findActor, grantsOn, personOf, system, type Actor, type Grant } from './actor.ts';
export { sortName } from './name.ts';
export { listPermissions, listRoles, may, mayAnywhere, permissionTitle, rootsOf, scope, type Role } from './permission.ts';
export { communeOf, findSeat, listCommunes, putSeat, type Seat } from './seat.ts';
export { findUnit, getRoot, getUnit, listAncestors, listChildren, listUnitHistory, subtree, unitOf, type Unit } from './unit.ts';
export { addPeople, addPostings, addPosts, addSuccessions, addUnits, rebuildTree, type NewCode, type NewPerson, type NewPost, type NewPosting, type NewUnit } from './write.ts';
