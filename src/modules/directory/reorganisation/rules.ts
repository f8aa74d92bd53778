import type { Day } from '#base/day/index.ts';
import type { Draft, Note, Plan, ReorganisationKind } from './model.ts';
import type { HeldPost, Situation, Standing } from './situation.ts';

/** The legal basis of an act. */
export type Basis = { number: string; day: Day; issuer: string };

/** A plan with what stands in its way (`blocks`) and what its author should know (`warnings`). It may be carried out when nothing blocks it. */
export type Judged = { plan: Plan; blocks: Note[]; warnings: Note[]; unplaced: HeldPost[] };

/** Makes of a draft, in the situation it meets, the full plan; says what is missing and what to mind. Pure. */
export function planOf(kind: ReorganisationKind, day: Day, basis: Basis, draft: Draft, situation: Situation, today: Day): Judged {
  const ends = kind === 'rename' || kind === 'move' ? [] : draft.units.filter((id) => !draft.into.includes(id));
  const targets = [...draft.into, ...draft.fresh.map(({ id }) => id)];
  const only = targets.length === 1 ? targets[0] : undefined;
  const place = (id: string): string | undefined => {
    const chosen = draft.placed[id] ?? draft.rest ?? only;
    return chosen !== undefined && targets.includes(chosen) ? chosen : undefined;
  };
  const posts = situation.posts.filter(({ unitId }) => ends.includes(unitId));
  const children = situation.children.filter(({ id, parentId }) => parentId !== null && ends.includes(parentId) && !draft.into.includes(id));
  const plan: Plan = {
    day,
    basis: `${basis.number}, ${basis.issuer}`,
    ends,
    fresh: draft.fresh,
    states: [...changedStates(kind, draft, situation), ...children.flatMap((child) => placedUnder(child, place(child.id)))],
    successions: kind === 'merge' || kind === 'split' ? ends.flatMap((oldId) => targets.map((newId) => ({ oldId, newId }))) : [],
    moves: posts.flatMap(({ id }) => placedIn(id, place(id))),
    roles: draft.roles,
  };
  const unplaced = posts.filter(({ id }) => place(id) === undefined);
  const unplacedUnits = children.filter(({ id }) => place(id) === undefined);
  const blocks = [
    ...missingParts(kind, draft, targets),
    ...notThere(draft, ends, situation, day),
    ...note('unplaced-posts', unplaced.length),
    ...note('unplaced-units', unplacedUnits.length),
    ...note('later-posts', ends.length > 0 ? situation.laterPosts : 0),
  ];
  return { plan, blocks, warnings: warningsOf(plan, targets, situation, today), unplaced };
}

function changedStates(kind: ReorganisationKind, draft: Draft, { units }: Situation): Plan['states'] {
  const concerned = draft.units.flatMap((id) => units.get(id) ?? []);
  if (kind === 'rename') {
    return concerned.map(({ id, kind: unitKind, nameVi, nameEn, parentId }) => ({ id, kind: unitKind, parentId, nameVi: draft.nameVi ?? nameVi, nameEn: draft.nameEn ?? nameEn }));
  }
  const above = draft.into[0];
  return kind === 'move' && above !== undefined ? concerned.flatMap((unit) => placedUnder(unit, above)) : [];
}

function placedUnder({ id, kind, nameVi, nameEn }: Standing, parentId: string | undefined): Plan['states'] {
  return parentId === undefined ? [] : [{ id, kind, nameVi, nameEn, parentId }];
}

function placedIn(postId: string, unitId: string | undefined): Plan['moves'] {
  return unitId === undefined ? [] : [{ postId, unitId }];
}

/** What each kind of act needs before it makes sense. */
function missingParts(kind: ReorganisationKind, draft: Draft, targets: string[]): Note[] {
  const units = draft.units.length;
  if (kind === 'rename') return [...when(units !== 1, 'one-unit'), ...when(draft.nameVi === null && draft.nameEn === null, 'no-name')];
  if (kind === 'move') return [...when(units === 0, 'no-units'), ...when(draft.into.length !== 1, 'no-parent')];
  if (kind === 'split') return [...when(units !== 1, 'one-unit'), ...when(targets.length < 2, 'two-successors')];
  if (kind === 'abolish') return when(units === 0, 'no-units');
  const enough = draft.into.length > 0 ? draft.units.some((id) => !draft.into.includes(id)) : units >= 2;
  return [...when(!enough, 'two-units'), ...when(targets.length !== 1, 'one-successor')];
}

function notThere(draft: Draft, ends: string[], { units }: Situation, day: Day): Note[] {
  const wanted = [...draft.units, ...draft.into];
  const absent = wanted.filter((id) => !units.has(id)).length;
  const begun = ends.filter((id) => (units.get(id)?.validFrom ?? '') >= day).length;
  const later = ends.filter((id) => (units.get(id)?.validTo ?? 'infinity') !== 'infinity').length;
  const below = draft.fresh.filter(({ parentId }) => ends.includes(parentId)).length;
  const root = ends.filter((id) => units.get(id)?.parentId === null).length;
  return [...note('not-there', absent), ...note('begun-then', begun), ...note('ends-anyway', later), ...note('parent-ends', below), ...note('city-ends', root)];
}

function warningsOf(plan: Plan, targets: string[], situation: Situation, today: Day): Note[] {
  const byId = new Map(situation.posts.map((post) => [post.id, post]));
  const led = new Set(situation.led);
  for (const { postId, unitId } of plan.moves) if (byId.get(postId)?.kind === 'leader') led.add(unitId);
  const headless = plan.ends.length > 0 ? targets.filter((id) => !led.has(id)).length : 0;
  return [
    ...when(plan.day < today, 'past'),
    ...note('later-facts', situation.laterFacts),
    ...note('other-kind', ofOtherKind(plan, situation)),
    ...note('no-leader', headless),
    ...note('no-code', plan.fresh.filter(({ code }) => code === null).length),
    ...(plan.ends.length > 0 && (plan.roles === 'end' || plan.successions.length === 0) ? note('roles-end', situation.grants.length) : []),
  ];
}

const COMMUNES = new Set(['ward', 'commune', 'township']);

/** How many ending wards, communes and townships are succeeded by something else, or the other way round: most likely a slip. */
function ofOtherKind({ successions, fresh }: Plan, { units }: Situation): number {
  const isCommune = new Map([...units.values(), ...fresh].map(({ id, kind }) => [id, COMMUNES.has(kind)]));
  return new Set(successions.filter(({ oldId, newId }) => isCommune.get(oldId) !== isCommune.get(newId)).map(({ oldId }) => oldId)).size;
}

function note(code: string, n: number): Note[] {
  return n > 0 ? [{ code, values: { n } }] : [];
}

function when(yes: boolean, code: string): Note[] {
  return yes ? [{ code, values: {} }] : [];
}
