import { all, inTransaction, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
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

const before = sql`
  select earlier.slice, earlier.unit_id, earlier.valid_from, earlier.valid_to, earlier.size, earlier.weight
  from reading_before as earlier`;

function stored({ name }: SetDefinition): RawBuilder<unknown> {
  return sql`
    select reading.slice, reading.unit_id, reading.valid_from, reading.valid_to, reading.size, reading.weight
    from kernel.reading
    where reading.set_name = ${sql.lit(name)}`;
}

/** Computes the set anew in a transaction that is taken back, between two copies of its readings. */
async function comparedInside(db: Db, definition: SetDefinition): Promise<boolean> {
  let differs = false;
  const undo = new Undo();
  await inTransaction(db, async (tx) => {
    await all(tx, sql`create temporary table reading_before on commit drop as ${stored(definition)}`);
    await refreshSet(tx, definition, undefined);
    const row = await one(
      tx,
      sql<{ yes: boolean }>`
      select exists (
        (${before} except all ${stored(definition)})
        union all
        (${stored(definition)} except all ${before})
      ) as yes`,
    );
    differs = row?.yes === true;
    throw undo;
  }).catch((error: unknown) => {
    if (error !== undo) throw error;
  });
  return differs;
}
