import type { Day } from '#base/day/index.ts';
import type { Values } from '#base/problem/index.ts';

/** The states of an initiative. */
export type State = 'proposed' | 'approved' | 'running' | 'done' | 'stopped';

/** The steps there are: from, to, the permission that decides, and whether a reason must be given. */
export const STEPS: readonly { from: State; to: State; permission: 'programme.edit-roadmap' | 'programme.approve-initiatives'; reason: boolean }[] = [
  { from: 'proposed', to: 'approved', permission: 'programme.approve-initiatives', reason: false },
  { from: 'proposed', to: 'stopped', permission: 'programme.edit-roadmap', reason: true },
  { from: 'approved', to: 'running', permission: 'programme.edit-roadmap', reason: false },
  { from: 'approved', to: 'stopped', permission: 'programme.approve-initiatives', reason: true },
  { from: 'running', to: 'done', permission: 'programme.edit-roadmap', reason: true },
  { from: 'running', to: 'stopped', permission: 'programme.approve-initiatives', reason: true },
];

/** Something that stands in the way of a step: the text key of its sentence and what fills it. */
export type Obstacle = { code: string; values: Values };

/** What a step is judged by. */
export type Situation = {
  state: State;
  changesPosts: boolean;
  /** Whether a fact says that the impact on posts was assessed. */
  impactAssessed: boolean;
  milestones: readonly { title: string; doneOn: Day | null }[];
  dependsOn: readonly { title: string; state: State }[];
};

/**
 * Everything that stands in the way of going to a state; empty when nothing does. An initiative that changes posts is not approved before its impact
 * on the people in them was assessed: people first.
 */
export function obstacles(situation: Situation, to: State): Obstacle[] {
  const { state, changesPosts, impactAssessed, milestones, dependsOn } = situation;
  if (!STEPS.some((step) => step.from === state && step.to === to)) return [{ code: 'roadmap.no-such-step', values: {} }];
  if (to === 'approved' && changesPosts && !impactAssessed) return [{ code: 'roadmap.impact-first', values: {} }];
  if (to === 'running') {
    const impact = changesPosts && !impactAssessed ? [{ code: 'roadmap.impact-first', values: {} }] : [];
    return [...impact, ...dependsOn.filter((other) => other.state !== 'done').map(({ title }) => ({ code: 'roadmap.dependency-open', values: { title } }))];
  }
  if (to === 'done') return milestones.filter(({ doneOn }) => doneOn === null).map(({ title }) => ({ code: 'roadmap.milestone-open', values: { title } }));
  return [];
}

/** The steps that lead on from a state. */
export function stepsFrom(state: State): State[] {
  return STEPS.filter(({ from }) => from === state).map(({ to }) => to);
}

/**
 * The way in a circle that would come about if `id` depended on `dependsOn`, from `id` back to `id`; undefined when there is none.
 * `edges` says what every other initiative depends on.
 */
export function circleOf(id: string, dependsOn: readonly string[], edges: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const seen = new Set<string>();
  const walk = (at: string, path: string[]): string[] | undefined => {
    if (at === id) return [...path, id];
    if (seen.has(at)) return undefined;
    seen.add(at);
    for (const next of edges.get(at) ?? []) {
      const found = walk(next, [...path, at]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const next of dependsOn) {
    const found = walk(next, [id]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How grave a risk is: likelihood (1 to 5) times impact (1 to 5): low below 6, high from 15. */
export function gravityOf({ likelihood, impact }: { likelihood: number; impact: number }): 'low' | 'medium' | 'high' {
  const product = likelihood * impact;
  return product >= 15 ? 'high' : product >= 6 ? 'medium' : 'low';
}

/** What an initiative is late with on a day: an end that has passed, milestones whose day has passed; nothing once it is done or stopped. */
export function lateWith(
  initiative: { state: State; starts: Day; ends: Day; milestones: readonly { title: string; due: Day; doneOn: Day | null }[] },
  today: Day,
): { kind: 'end' | 'start' | 'milestone'; title: string; due: Day }[] {
  const { state, starts, ends, milestones } = initiative;
  if (state === 'done' || state === 'stopped') return [];
  return [
    ...(state !== 'running' && starts < today ? [{ kind: 'start' as const, title: '', due: starts }] : []),
    ...milestones.filter(({ due, doneOn }) => doneOn === null && due < today).map(({ title, due }) => ({ kind: 'milestone' as const, title, due })),
    ...(ends < today ? [{ kind: 'end' as const, title: '', due: ends }] : []),
  ];
}
