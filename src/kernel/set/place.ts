import type { Day } from '#base/day/index.ts';
import type { Db } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import { getRoot, listAncestors, listUnitHistory } from '#kernel/org/index.ts';

type Named = { id: string; nameVi: string; nameEn: string; kind: string };

/** A unit (the city without an id) as it was called on the day, or else first or last, with those above it; throws `missing`. */
export async function readPlace(db: Db, unitId: string | undefined, day: Day, today: Day): Promise<{ unit: Named; above: Named[] }> {
  if (unitId === undefined) return { unit: named(await getRoot(db, today)), above: [] };
  // The state of the day, where the unit stood, is the last that began by then.
  const states = await listUnitHistory(db, unitId);
  const unit = states.findLast(({ validFrom }) => validFrom <= day) ?? states[0];
  const above = await listAncestors(db, unitId, day);
  return { unit: named(found(unit, 'org.no-unit', { day })), above: above.map(named) };
}

function named({ id, nameVi, nameEn, kind }: Named): Named {
  return { id, nameVi, nameEn, kind };
}
