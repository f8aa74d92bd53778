import { Problem } from '#base/problem/index.ts';
import type { Client } from '../client-store.ts';

/** Requests of each client in the minute under way, in this process. */
const counts = new Map<string, number>();
let minute = 0;

/** Counts a request of a client; throws `limit` (429) beyond what the client may ask in a minute. Each process counts for itself. */
export function refuseTooMany({ id, mostPerMinute }: Pick<Client, 'id' | 'mostPerMinute'>): void {
  const now = Math.floor(performance.now() / 60_000);
  if (now !== minute) {
    minute = now;
    counts.clear();
  }
  const count = (counts.get(id) ?? 0) + 1;
  counts.set(id, count);
  if (count > mostPerMinute) throw new Problem('limit', 'learning-records.too-many-requests', { most: mostPerMinute });
}
