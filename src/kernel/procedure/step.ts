/** The pure heart of procedures: what a step makes of a case. */
import { addDays, type Day } from '#base/day/index.ts';
import { Problem } from '#base/problem/index.ts';
import { faultsOf, holds } from '#base/schema/index.ts';
import { OPEN, type Procedure, type Step } from './model.ts';

/** What has happened to a case: its opening first (`step: 'open'`), then its steps, with what each added. */
export type Happened = { step: string; day: Day; data: Readonly<Record<string, unknown>> };

/** A term that runs or ran. `pausedSince` is the first day that does not count; `stopped` the day of the step that stopped it. */
export type RunningTerm = { term: string; number: number; start: Day; workingDays: number; pauses: { from: Day; to: Day }[]; pausedSince?: Day; stopped?: Day };

/** Where a case stands. `number` counts its steps. */
export type Standing = { state: string; closed: boolean; number: number; day: Day; data: Readonly<Record<string, unknown>>; terms: readonly RunningTerm[] };

/** A case as it stands when opened on a day with some data. */
export function opened(procedure: Procedure, day: Day, data: Readonly<Record<string, unknown>> = {}): Standing {
  return entered(procedure, { state: '', closed: false, number: -1, day, data: {}, terms: [] }, procedure.start, { step: OPEN, day, data });
}

/**
 * What a step makes of a case; the case given stays as it is. Throws `conflict`: `procedure.no-step-here` (not from this state), `procedure.day-before` (the
 * step before it has a later day), `procedure.when` (its condition does not hold); `missing`: `procedure.no-step`; `invalid`: `operation.input-invalid` (its data).
 */
export function step(procedure: Procedure, standing: Standing, happened: Happened): Standing {
  const taken = getStep(procedure, happened.step);
  if (!taken.from.includes(standing.state)) throw new Problem('conflict', 'procedure.no-step-here');
  if (happened.day < standing.day) throw new Problem('conflict', 'procedure.day-before');
  const faults = faultsIn(taken, happened.data);
  if (faults.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, faults);
  if (!holds(taken.when, { ...standing.data, ...happened.data })) throw new Problem('conflict', 'procedure.when', { law: taken.law ?? procedure.law ?? '—' });
  return entered(procedure, standing, taken.to, happened);
}

/** The case after everything that happened to it, the opening first. Throws as `step` does. */
export function replay(procedure: Procedure, history: readonly Happened[]): Standing {
  const [first, ...rest] = history;
  if (first?.step !== OPEN) throw new Problem('conflict', 'procedure.no-opening');
  return rest.reduce((standing, happened) => step(procedure, standing, happened), opened(procedure, first.day, first.data));
}

/** The steps that lead on from a state, by name; conditions and who may take them are not asked here. */
export function stepsFrom(procedure: Procedure, state: string): string[] {
  return Object.entries(procedure.steps).flatMap(([name, { from }]) => (from.includes(state) ? [name] : []));
}

/** The step of that name; throws `missing`. */
export function getStep(procedure: Procedure, name: string): Step {
  const found = procedure.steps[name];
  if (found === undefined) throw new Problem('missing', 'procedure.no-step', { step: name });
  return found;
}

function faultsIn({ data }: Step, given: Readonly<Record<string, unknown>>) {
  if (data !== undefined) return faultsOf(data, given);
  return Object.keys(given).map((name) => ({ at: `/${name}`, code: 'operation.input.additionalProperties' }));
}

function entered(procedure: Procedure, before: Standing, state: string, { step: name, day, data }: Happened): Standing {
  const closed = procedure.states[state]?.end === true;
  const number = before.number + 1;
  const going = before.terms.map((run) => (run.stopped === undefined && (closed || stopsBy(procedure, run.term, name)) ? stopped(run, day) : run));
  const fresh = closed ? [] : startedBy(procedure, name).map(([term, workingDays]): RunningTerm => ({ term, number, start: day, workingDays, pauses: [] }));
  const terms = [...going, ...fresh].map((run) => (run.stopped === undefined ? clocked(run, isPaused(procedure, run.term, state), day) : run));
  return { state, closed, number, day, data: { ...before.data, ...data }, terms };
}

/** A term that starts anew stops its earlier run. */
function stopsBy(procedure: Procedure, term: string, name: string): boolean {
  const { stops = [], starts = [] } = procedure.terms[term] ?? {};
  return stops.includes(name) || starts.includes(name);
}

function startedBy(procedure: Procedure, name: string): [string, number][] {
  return Object.entries(procedure.terms).flatMap(([term, { starts, workingDays }]): [string, number][] => (starts.includes(name) ? [[term, workingDays]] : []));
}

function isPaused(procedure: Procedure, term: string, state: string): boolean {
  return procedure.terms[term]?.pausedIn?.includes(state) === true;
}

/**
 * The clock stands from the day after the step that leads into a pausing state, through the day of the step that leads out of it: as with every term
 * here, the day after the event is the first that counts (Civil Code 2015, art. 147).
 */
function clocked(run: RunningTerm, paused: boolean, day: Day): RunningTerm {
  if (paused) return run.pausedSince === undefined ? { ...run, pausedSince: addDays(day, 1) } : run;
  if (run.pausedSince === undefined) return run;
  const { pausedSince, ...rest } = run;
  return { ...rest, pauses: joined(run.pauses, pausedSince, addDays(day, 1)) };
}

function stopped(run: RunningTerm, day: Day): RunningTerm {
  return { ...clocked(run, false, day), stopped: day };
}

/** Pauses stay in order and apart: one of no length is left out, one that touches or overlaps the last is joined to it. */
function joined(pauses: readonly { from: Day; to: Day }[], from: Day, to: Day): { from: Day; to: Day }[] {
  const last = pauses.at(-1);
  if (to <= from) return [...pauses];
  if (last !== undefined && from <= last.to) return [...pauses.slice(0, -1), { from: last.from, to: to > last.to ? to : last.to }];
  return [...pauses, { from, to }];
}
