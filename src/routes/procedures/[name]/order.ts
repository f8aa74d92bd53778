import { stepsFrom, type Procedure, type Step } from '#kernel/procedure/index.ts';

/** The states in the order in which they are first reached from the start, each with the steps that lead on from it. */
export function inOrder(procedure: Procedure): { name: string; steps: (Step & { name: string })[] }[] {
  const order = [procedure.start];
  // The list grows while it is walked through.
  for (const state of order) {
    for (const name of stepsFrom(procedure, state)) {
      const to = procedure.steps[name]?.to;
      if (to !== undefined && !order.includes(to)) order.push(to);
    }
  }
  return order.map((state) => ({
    name: state,
    steps: stepsFrom(procedure, state).flatMap((name) => {
      const step = procedure.steps[name];
      return step === undefined ? [] : [{ ...step, name }];
    }),
  }));
}
