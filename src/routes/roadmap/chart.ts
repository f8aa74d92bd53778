import { axisOf, placeOn, shareOfAxis, type InitiativeLine } from '#modules/programme/index.ts';

/** A bar of the Gantt chart with its milestones, in per cent of the axis; `needs` are the rows that must be done before it. */
export type Bar = { key: string; left: number; width: number; milestones: { left: number; done: boolean }[]; needs: number[] };

/** The Gantt chart of initiatives in their order: the axis with its marks, today, and a bar for each. */
export function chartOf(initiatives: readonly InitiativeLine[], today: string) {
  const axis = axisOf(
    initiatives.map(({ starts, ends }) => ({ from: starts, to: ends })),
    today,
  );
  const bars = initiatives.map(({ key, starts, ends, milestones, dependsOn }): Bar => ({
    key,
    ...placeOn(axis, { from: starts, to: ends }),
    milestones: milestones.map(({ due, doneOn }) => ({ left: shareOfAxis(axis, due), done: doneOn !== null })),
    needs: dependsOn.flatMap((other) => {
      const row = initiatives.findIndex((one) => one.key === other.key);
      return row === -1 ? [] : [row];
    }),
  }));
  return { marks: axis.marks, today: shareOfAxis(axis, today), bars };
}
