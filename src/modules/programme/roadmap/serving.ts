import { earlierFirst, type Day } from '#base/day/index.ts';
import type { Db } from '#base/db/index.ts';
import type { ServingLine } from '../targets/model.ts';
import { lateWith } from './rules.ts';
import { listStoredInitiatives } from './store.ts';

/** The initiatives that serve each target (by its id), the first to end first; those that were stopped are left out. */
export async function listServing(db: Db, day: Day): Promise<Map<string, ServingLine[]>> {
  const byTarget = new Map<string, ServingLine[]>();
  const lasting = (await listStoredInitiatives(db, day)).filter(({ state }) => state !== 'stopped').toSorted((a, b) => earlierFirst(a.ends, b.ends));
  for (const one of lasting) {
    const { key, titleVi, titleEn, state, ends } = one;
    const line = { key, titleVi, titleEn, state, ends, late: lateWith(one, day).length > 0 };
    for (const target of one.targets) byTarget.set(target, [...(byTarget.get(target) ?? []), line]);
  }
  return byTarget;
}
