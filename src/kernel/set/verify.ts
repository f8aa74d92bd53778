import { all, inTransaction, one, sql, type Db } from '#base/db/index.ts';
import type { SetDefinition } from './model.ts';
import { refreshSet } from './refresh.ts';

/** Compares the stored sizes of every set with what its query gives now; returns the names of those that differ. Changes nothing. */
export async function findWrongReadings(db: Db, definitions: SetDefinition[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const definition of definitions) {
    const differs = await comparedInside(db, definition);
    if (differs) wrong.push(definition.name);
  }
  return wrong;
}

class Undo extends Error {}

/** Computes the set anew in a transaction that is taken back, between two copies of its readings. */
async function comparedInside(db: Db, definition: SetDefinition): Promise<boolean> {
  let differs = false;
  const undo = new Undo();
  await inTransaction(db, async (tx) => {
    await all(tx, sql`create temporary table reading_before on commit drop as select * from kernel.reading where set_name = ${sql.lit(definition.name)}`);
    await refreshSet(tx, definition, undefined);
    const row = await one(tx, sql<{ yes: boolean }>`
      select exists (
        (select * from reading_before except all select * from kernel.reading where set_name = ${definition.name})
        union all
        (select * from kernel.reading where set_name = ${definition.name} except all select * from reading_before)
      ) as yes`);
    differs = row?.yes === true;
    throw undo;
  }).catch((error: unknown) => {
    if (error !== undo) throw error;
  });
  return differs;
}
