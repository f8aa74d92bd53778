import type { Db } from '#base/db/index.ts';
import { readConsistentThrough } from './write-store.ts';

/** How long an answer is good enough to be given again, in milliseconds; an older one only says less. */
const FRESH_MS = 200;

const known = new WeakMap<Db, { at: number; through: string }>();

/** The moment up to which all statements are known to be readable (part three, 2.1.3), a fifth of a second old at the most. */
export async function consistentThrough(db: Db): Promise<string> {
  const held = known.get(db);
  const now = performance.now();
  if (held !== undefined && now - held.at < FRESH_MS) return held.through;
  const through = await readConsistentThrough(db);
  known.set(db, { at: now, through });
  return through;
}
