import { Problem } from '#base/problem/index.ts';

/** For whom a file is read: a guest is anybody who is not signed in. */
export type Reader = 'guest' | 'staff';

/** How many are let in at the same time, how many of them may be guests, and how many of each may wait. */
export type Capacity = { rooms: number; guests: number; waiting: Record<Reader, number> };

/**
 * Lets readers in: staff before guests, and guests never into all rooms, so that whoever is at work does not wait for strangers. Who is let in leaves again by
 * what `enter` answers. `enter` throws `limit` when too many of the same kind wait.
 */
export function makeDoor({ rooms, guests, waiting }: Capacity): { enter(reader: Reader): Promise<() => void> } {
  const inside: Record<Reader, number> = { staff: 0, guest: 0 };
  const queue: Record<Reader, (() => void)[]> = { staff: [], guest: [] };
  const isFree = (reader: Reader): boolean => inside.staff + inside.guest < rooms && (reader === 'staff' || inside.guest < guests);
  const leave = (left: Reader): void => {
    inside[left] -= 1;
    for (const reader of ['staff', 'guest'] as const) {
      const next = isFree(reader) ? queue[reader].shift() : undefined;
      if (next === undefined) continue;
      inside[reader] += 1;
      next();
    }
  };
  return {
    enter: async (reader) => {
      if (isFree(reader)) inside[reader] += 1;
      else if (queue[reader].length >= waiting[reader]) throw new Problem('limit', 'sign.busy');
      else await new Promise<void>((enter) => queue[reader].push(enter));
      return () => leave(reader);
    },
  };
}
