import { all, inTransaction, sql, type Db } from '#base/db/index.ts';
import type { Values } from '#base/problem/index.ts';
import type { Locale } from '#base/text/index.ts';
import type { Outgoing } from './deliver.ts';

/** A letter as the module that queued it is asked about it: the id of its row, and its language. */
export type Waiting = { id: string; locale: Locale };

/** What a module knows of letters that it queued and that may have waited long: asked once for all letters that are about to be handed over together, and before one is shown to be handed over by hand. */
export type Needed = {
  /** Those of the letters that have changed meanwhile: null for one that nobody needs any more, else the values of its sentences as they are now. Writes nothing. */
  changed: (db: Db, letters: readonly Waiting[]) => Promise<ReadonlyMap<string, Values | null>>;
  /** Notes in the module that these letters are not sent, or say less. In the transaction in which the outbox notes it. */
  note: (ctx: { db: Db; now: Temporal.Instant }, letters: readonly string[]) => Promise<void>;
};

let known: readonly Needed[] = [];

/** Makes known to this process which modules are asked whether letters are still needed. */
export function declareNeeded(needed: readonly Needed[]): void {
  known = needed;
}

/** What has changed of letters since they were queued, over all modules. */
export async function listChanged(db: Db, letters: readonly Waiting[]): Promise<ReadonlyMap<string, Values | null>> {
  const changed = new Map<string, Values | null>();
  for (const module of letters.length === 0 ? [] : known) for (const [id, values] of await module.changed(db, letters)) changed.set(id, values);
  return changed;
}

/** The letters of a claim that are still to be handed over, as they are now; the others are noted as dropped, and what was secret in them is wiped. */
export async function stillNeeded(ctx: { db: Db; now: Temporal.Instant }, claimed: Outgoing[]): Promise<Outgoing[]> {
  const changed = await listChanged(ctx.db, claimed);
  if (changed.size === 0) return claimed;
  const touched = claimed.filter(({ id }) => changed.has(id));
  await inTransaction(ctx.db, async (db) => {
    await putChanged(db, touched, changed);
    for (const module of known) {
      await module.note(
        { ...ctx, db },
        touched.map(({ id }) => id),
      );
    }
  });
  return claimed.flatMap((letter) => {
    const values = changed.get(letter.id);
    if (values === null) return [];
    return [values === undefined ? letter : { ...letter, data: values }];
  });
}

async function putChanged(db: Db, letters: Outgoing[], changed: ReadonlyMap<string, Values | null>): Promise<void> {
  await all(
    db,
    sql`
    update kernel.outbox
    set state = case when told.data is null then 'dropped' else outbox.state end,
      data = case when told.data is not null then told.data when outbox.secret then '{}' else outbox.data end,
      href = case when told.data is null and outbox.secret then null else outbox.href end,
      error = case when told.data is null then null else outbox.error end
    from unnest(
      ${letters.map(({ id }) => id)}::uuid[],
      ${letters.map(({ attempts }) => attempts)}::integer[],
      ${letters.map(({ id }) => JSON.stringify(changed.get(id)) ?? 'null')}::jsonb[]
    ) as given (id, attempts, data)
    cross join lateral (select nullif(given.data, 'null'::jsonb) as data) as told
    where outbox.id = given.id
      and outbox.attempts = given.attempts
      and outbox.state = 'queued'`,
  );
}
