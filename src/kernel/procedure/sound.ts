import { Value } from 'typebox/value';
import { OPEN, Procedure } from './model.ts';

/** Something wrong with a procedure: what kind of fault, and at which state, step or term. */
export type Fault = {
  what:
    | 'shape'
    | 'unknown-state'
    | 'unknown-step'
    | 'unknown-party'
    | 'no-end'
    | 'unreachable-state'
    | 'stuck-state'
    | 'dead-step'
    | 'step-from-end'
    | 'reserved-step'
    | 'term-never-stops'
    | 'renamed-step-exists';
  at: string;
};

/**
 * What is wrong with a procedure, nothing when it is sound: it has the shape of one, names only what it declares, every state can be reached, an end can be reached
 * from every state, every step can be taken, and a term that starts can be stopped. Conditions (`when`) are taken to be fulfillable.
 */
export function faultsOfProcedure(procedure: Procedure): Fault[] {
  const shape = [...Value.Errors(Procedure, procedure)].map(({ instancePath }): Fault => ({ what: 'shape', at: instancePath }));
  if (shape.length > 0) return shape;
  const unknown = unknownNames(procedure);
  return unknown.length > 0 ? unknown : faultsOfWays(procedure);
}

function unknownNames({ start, states, steps, terms, parties, renamed = {} }: Procedure): Fault[] {
  const inSteps = Object.entries(steps).flatMap(([name, { from, to, by }]): Fault[] => [
    ...[...from, to].filter((state) => !(state in states)).map((state): Fault => ({ what: 'unknown-state', at: `${name}: ${state}` })),
    ...(by.party === undefined || by.party in parties ? [] : [{ what: 'unknown-party', at: `${name}: ${by.party}` } as const]),
    ...(name === OPEN ? [{ what: 'reserved-step', at: name } as const] : []),
  ]);
  const inTerms = Object.entries(terms).flatMap(([name, { starts, stops, pausedIn = [] }]): Fault[] => [
    ...starts.filter((step) => step !== OPEN && !(step in steps)).map((step): Fault => ({ what: 'unknown-step', at: `${name}: ${step}` })),
    ...stops.filter((step) => !(step in steps)).map((step): Fault => ({ what: 'unknown-step', at: `${name}: ${step}` })),
    ...pausedIn.filter((state) => !(state in states)).map((state): Fault => ({ what: 'unknown-state', at: `${name}: ${state}` })),
  ]);
  // An old name that is also a name of today would make the history of a moved case ambiguous.
  const inRenamed = Object.entries(renamed).flatMap(([old, name]): Fault[] => [
    ...(name in steps ? [] : [{ what: 'unknown-step', at: `renamed: ${name}` } as const]),
    ...(old in steps ? [{ what: 'renamed-step-exists', at: old } as const] : []),
  ]);
  return [...(start in states ? [] : [{ what: 'unknown-state', at: start } as const]), ...inSteps, ...inTerms, ...inRenamed];
}

function faultsOfWays({ start, states, steps, terms }: Procedure): Fault[] {
  const ends = Object.keys(states).filter((state) => states[state]?.end === true);
  if (ends.length === 0) return [{ what: 'no-end', at: start }];
  const all = Object.values(steps);
  const reached = closure([start], (state) => (states[state]?.end === true ? [] : all.flatMap(({ from, to }) => (from.includes(state) ? [to] : []))));
  const leadsOut = closure(ends, (state) => all.flatMap(({ from, to }) => (to === state ? from : [])));
  const faults = Object.keys(states).flatMap((state): Fault[] => [
    ...(reached.has(state) ? [] : [{ what: 'unreachable-state', at: state } as const]),
    ...(leadsOut.has(state) ? [] : [{ what: 'stuck-state', at: state } as const]),
  ]);
  const ofSteps = Object.entries(steps).flatMap(([name, { from }]): Fault[] => [
    ...from.filter((state) => states[state]?.end === true).map((state): Fault => ({ what: 'step-from-end', at: `${name}: ${state}` })),
    ...(from.some((state) => reached.has(state) && states[state]?.end !== true) ? [] : [{ what: 'dead-step', at: name } as const]),
  ]);
  // A pause in which the case could end is fine; a term that only pauses, whose steps never stop it and whose case never ends, was found above.
  const ofTerms = Object.entries(terms).flatMap(([name, { stops, starts }]): Fault[] =>
    stops.length > 0 && stops.every((step) => starts.includes(step)) ? [{ what: 'term-never-stops', at: name }] : [],
  );
  return [...faults, ...ofSteps, ...ofTerms];
}

function closure(from: readonly string[], next: (state: string) => readonly string[]): Set<string> {
  const seen = new Set(from);
  const waiting = [...from];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (const other of next(state)) {
      if (seen.has(other)) continue;
      seen.add(other);
      waiting.push(other);
    }
  }
  return seen;
}
