import type { Db } from '#base/db/index.ts';
import { lastWriteOf } from '#kernel/operation/index.ts';
import type { Actor } from '#kernel/org/index.ts';

/** For how long an answer about figures is given again, in milliseconds: well within the 5 s in which a new fact must show. */
const KEPT_MS = 2000;

/** Answers kept at the most. */
const MOST = 2000;

type Kept = { begun: number; answer: Promise<unknown> };
const keptBy = new WeakMap<Db, Map<string, Kept>>();

/**
 * The answer of `compute`, or the one given within the last 2 s for the same question to someone with the same roles. Many people open the same
 * figures at the same time, and a reading changes only when it is refreshed, which forgets all answers of this process. Whoever has just changed something is
 * given nothing older than that. Inside a transaction nothing is kept.
 */
export async function fresh<T>(db: Db, actor: Actor, question: string[], compute: () => Promise<T>): Promise<T> {
  if (db.isTransaction) return compute();
  const kept = keptBy.get(db) ?? new Map<string, Kept>();
  keptBy.set(db, kept);
  const key = JSON.stringify([...question, rolesOf(actor)]);
  const known = kept.get(key);
  const now = performance.now();
  if (known !== undefined && known.begun > Math.max(now - KEPT_MS, lastWriteOf(actor)) && isAnswer<T>(known.answer)) return known.answer;
  const answer = compute();
  kept.delete(key);
  kept.set(key, { begun: now, answer });
  answer.catch(() => kept.delete(key));
  forgetOld(kept, now);
  return answer;
}

/** Whatever is too old, and the oldest beyond the most that is kept: what was kept last stands last. */
function forgetOld(kept: Map<string, Kept>, now: number): void {
  for (const [key, { begun }] of kept) {
    if (begun > now - KEPT_MS && kept.size <= MOST) return;
    kept.delete(key);
  }
}

/** Forgets all kept answers, after readings were computed anew. */
export function forgetAnswers(db: Db): void {
  keptBy.get(db)?.clear();
}

/** What the protection of small groups goes by: which roles over which units. */
function rolesOf(actor: Actor): string {
  if (actor.kind !== 'person') return actor.kind;
  return actor.grants
    .map(({ role, unitId }) => `${role}@${unitId}`)
    .sort()
    .join(' ');
}

/** The key holds the kind of question, and each kind has one type of answer. */
function isAnswer<T>(answer: Promise<unknown>): answer is Promise<T> {
  return answer instanceof Promise;
}
