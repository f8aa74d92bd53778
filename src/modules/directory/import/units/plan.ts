import type { Day } from '#base/day/index.ts';
import { FOREVER, formatDay } from '#base/day/index.ts';
import type { RowError, UnitLine } from '../rules.ts';

/** A state of a unit in the register. */
export type State = { unitId: string; kind: string; nameVi: string; nameEn: string; parentId: string | null; from: Day; to: Day };
/** A code of a unit on its days. */
export type Code = { unitId: string; system: string; code: string; from: Day; to: Day };
/** What the register knows; `inScope`: units into which the asker may import; `everywhere`: the asker may add a first unit; `occupied`: until when (exclusive) posts stand in a unit. */
export type Register = { states: State[]; codes: Code[]; inScope: ReadonlySet<string>; everywhere: boolean; occupied: ReadonlyMap<string, Day> };

/** What becomes of a line: nothing, a new unit, another state of a known one (`cuts`: the day on which its state before ends), a corrected state, or its end. */
export type Deed =
  | { how: 'same'; line: number }
  | { how: 'add'; line: number; state: State; code: Code | undefined }
  | { how: 'follow'; line: number; state: State; cuts: Day }
  | { how: 'correct'; line: number; state: State; cutFrom: Day }
  | { how: 'end'; line: number; state: State };

type Ready = UnitLine & { code: string; nameVi: string; kind: string; from: Day; to: Day };

/** Finds out what each line of a list of units means for the register, and what is wrong with it; lines with unreadable cells are passed over. */
export function planUnits(lines: readonly UnitLine[], register: Register, newId: () => string): { deeds: Deed[]; errors: RowError[] } {
  const errors: RowError[] = [];
  const wrong = (line: number, field: string, code: string, shown: RowError['shown'] = {}) => void errors.push({ line, field, code, shown });
  const ready = lines.filter(isReady).toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.line - b.line));
  const codes = Map.groupBy(register.codes, ({ code }) => code);
  const states = Map.groupBy(register.states, ({ unitId }) => unitId);
  const made = nameUnits(ready, codes, newId, wrong);
  const unitAt = (code: string, day: Day): string | undefined => {
    const known = (codes.get(code) ?? []).filter(({ from, to }) => from <= day && day < to);
    return known[0]?.unitId ?? made.get(code);
  };
  const deeds = ready.flatMap((line): Deed[] => {
    const parentId = line.parentCode === null ? null : unitAt(line.parentCode, line.from);
    if (parentId === undefined) {
      wrong(line.line, 'parentCode', 'import.error.parent-unknown', { value: line.parentCode ?? '', day: formatDay(line.from) });
      return [];
    }
    const unitId = unitAt(line.code, line.from);
    if (unitId === undefined) return [];
    const deed = deedOf(line, unitId, parentId, states, wrong);
    return deed === undefined ? [] : [deed];
  });
  checkScope(deeds, register, made, wrong);
  checkTree(deeds, register, wrong);
  return { deeds, errors: errors.toSorted((a, b) => a.line - b.line) };
}

function isReady(line: UnitLine): line is Ready {
  return line.code !== null && line.nameVi !== null && line.kind !== null && line.from !== null && line.to !== null && line.from < line.to;
}

type Wrong = (line: number, field: string, code: string, shown?: RowError['shown']) => void;

/** Ids for the codes that no unit has on the first day of their lines; says which lines repeat a code or meet another unit's. */
function nameUnits(ready: Ready[], codes: Map<string, Code[]>, newId: () => string, wrong: Wrong): Map<string, string> {
  const made = new Map<string, string>();
  const seen = new Map<string, Ready>();
  for (const line of ready) {
    const earlier = seen.get(line.code);
    if (earlier !== undefined && earlier.from === line.from) wrong(line.line, 'code', 'import.error.unit-twice', { code: line.code, first: earlier.line });
    seen.set(line.code, line);
    const known = codes.get(line.code) ?? [];
    if (known.some(({ from, to }) => from <= line.from && line.from < to)) continue;
    if (known.some(({ from, to }) => from < line.to && line.from < to)) wrong(line.line, 'code', 'import.error.code-taken', { code: line.code });
    else if (!made.has(line.code)) made.set(line.code, newId());
  }
  return made;
}

function deedOf(line: Ready, unitId: string, parentId: string | null, states: Map<string, State[]>, wrong: Wrong): Deed | undefined {
  const own = states.get(unitId) ?? [];
  const at = own.find(({ from, to }) => from <= line.from && line.from < to);
  const state: State = { unitId, kind: line.kind, nameVi: line.nameVi, nameEn: line.nameEn ?? at?.nameEn ?? line.nameVi, parentId, from: line.from, to: line.to };
  const next = (deed: Deed): Deed => {
    apply(states, deed);
    return deed;
  };
  if (at === undefined) {
    const code = own.length > 0 ? undefined : { unitId, system: line.codeSystem, code: line.code, from: line.from, to: line.to };
    return next({ how: 'add', line: line.line, state, code });
  }
  const equal = at.kind === state.kind && at.nameVi === state.nameVi && at.parentId === state.parentId && at.nameEn === state.nameEn;
  if (line.to === FOREVER && at.to !== FOREVER) {
    if (equal) return { how: 'same', line: line.line };
    wrong(line.line, 'from', 'import.error.unit-history', { day: formatDay(at.to) });
    return undefined;
  }
  if (equal) return at.to === line.to ? { how: 'same', line: line.line } : next({ how: 'end', line: line.line, state: { ...at, to: line.to } });
  if (at.from === line.from) return next({ how: 'correct', line: line.line, state, cutFrom: at.from });
  if (at.to !== FOREVER && line.to > at.to) {
    wrong(line.line, 'from', 'import.error.unit-history', { day: formatDay(at.to) });
    return undefined;
  }
  return next({ how: 'follow', line: line.line, state, cuts: line.from });
}

/** Changes the states as a deed does, so that later lines see it. */
function apply(states: Map<string, State[]>, deed: Deed): void {
  if (deed.how === 'same') return;
  const own = states.get(deed.state.unitId) ?? [];
  const rest =
    deed.how === 'follow'
      ? own.map((state) => (state.from < deed.cuts && deed.cuts < state.to ? { ...state, to: deed.cuts } : state))
      : own.filter((state) => state.from !== deed.state.from);
  states.set(deed.state.unitId, [...rest, deed.state]);
}

/** A line may touch units in the asker's scope only, and put them under such units or under new ones of the list. */
function checkScope(deeds: Deed[], register: Register, made: Map<string, string>, wrong: Wrong): void {
  const fresh = new Set(made.values());
  for (const deed of deeds) {
    if (deed.how === 'same' || register.everywhere) continue;
    const { unitId, parentId } = deed.state;
    if (!fresh.has(unitId) && !register.inScope.has(unitId)) wrong(deed.line, 'code', 'import.error.unit-out-of-scope');
    if (parentId === null || (!fresh.has(parentId) && !register.inScope.has(parentId))) wrong(deed.line, 'parentCode', 'import.error.unit-out-of-scope');
  }
}

/** Every unit must lie under units that stand on all its days, and never under itself; there is one unit at the top. */
function checkTree(deeds: Deed[], register: Register, wrong: Wrong): void {
  const lineOf = new Map(deeds.flatMap((deed) => (deed.how === 'same' ? [] : [[deed.state.unitId, deed.line] as const])));
  const states = Map.groupBy(register.states, ({ unitId }) => unitId);
  for (const deed of deeds) apply(states, deed);
  const root = register.states.find(({ parentId }) => parentId === null)?.unitId ?? [...states.values()].flat().find(({ parentId }) => parentId === null)?.unitId;
  for (const state of [...states.values()].flat()) {
    const line = lineOf.get(state.unitId) ?? (state.parentId === null ? undefined : lineOf.get(state.parentId));
    if (line === undefined) continue;
    if (state.parentId === null && state.unitId !== root) wrong(line, 'parentCode', 'import.error.parent-needed');
    if (state.parentId !== null && !covers(states.get(state.parentId) ?? [], state)) wrong(line, 'parentCode', 'import.error.parent-not-there', { name: state.nameVi });
    if (isUnderItself(state, states)) wrong(line, 'parentCode', 'import.error.under-itself');
  }
  for (const [unitId, line] of lineOf) {
    const end = (states.get(unitId) ?? []).reduce((last, { to }) => (to > last ? to : last), '');
    if ((register.occupied.get(unitId) ?? '') > end) wrong(line, 'to', 'import.error.unit-has-posts');
  }
}

function covers(parents: State[], child: State): boolean {
  let day = child.from;
  for (const { from, to } of parents.toSorted((a, b) => (a.from < b.from ? -1 : 1))) if (from <= day && day < to) day = to;
  return day >= child.to;
}

function isUnderItself(state: State, states: Map<string, State[]>): boolean {
  const seen = new Set<string>([state.unitId]);
  for (let parent = state.parentId; parent !== null;) {
    if (seen.has(parent)) return true;
    seen.add(parent);
    parent = (states.get(parent) ?? []).find(({ from, to }) => from <= state.from && state.from < to)?.parentId ?? null;
  }
  return false;
}
