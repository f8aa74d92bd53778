import { inTransaction, type Db } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { sameStatement } from './compare.ts';
import { noteDefinitions } from './definitions.ts';
import { isObject, type JsonObject } from './json.ts';
import { faceOf, type Face } from './keys.ts';
import type { Asker, Ready } from './model.ts';
import { addFaces, addStatements, beginWriting, listKept, listReferring, voidStatements, type Kept, type PlacedFace } from './write-store.ts';

/** How far references to references are followed; further ones are no use to anybody and cost a question each. */
const DEEPEST = 20;

/**
 * Stores statements that were prepared, all or none: new ones are added; one whose id is there is left as it is when it says the same, and throws `conflict` when
 * it does not (part three, 2.1). Joins a running transaction. Answers the places of the new ones by id.
 */
export async function storeStatements(db: Db, ready: readonly Ready[], asker: Asker): Promise<Map<string, number>> {
  return inTransaction(db, async (tx) => {
    const alone = !db.isTransaction && ready.some(({ target }) => target !== undefined);
    const stored = await beginWriting(tx, alone);
    const complete = ready.map((one) => ({ ...one, statement: { ...one.statement, stored, timestamp: one.statement['timestamp'] ?? stored } }));
    const rows = complete.map(({ id, statement, target, voiding }) => ({ id, clientId: asker.clientId, target, voiding, body: JSON.stringify(statement) }));
    const places = await addStatements(tx, stored, rows);
    if (places.size < rows.length)
      await refuseOthers(
        tx,
        complete.filter(({ id }) => !places.has(id)),
      );
    const fresh = complete.flatMap(({ id, statement, target, voiding }) => {
      const place = places.get(id);
      return place === undefined ? [] : [{ place, stored, target, voiding, face: faceOf(id, statement, asker.clientId), statement }];
    });
    if (!asker.scopes.includes('all')) await refuseForeign(tx, fresh, asker);
    await link(tx, fresh);
    if (asker.scopes.some((scope) => scope === 'define' || scope === 'all'))
      await noteDefinitions(
        tx,
        fresh.map(({ statement }) => statement),
      );
    return places;
  });
}

async function refuseOthers(db: Db, again: readonly { id: string; statement: JsonObject }[]): Promise<void> {
  const kept = new Map(
    (
      await listKept(
        db,
        again.map(({ id }) => id),
      )
    ).map((one) => [one.id, one]),
  );
  for (const { id, statement } of again) {
    const there = kept.get(id);
    if (there === undefined || !sameStatement(bodyOf(there), statement)) throw new Problem('conflict', 'learning-records.other-statement', { id });
  }
}

/** The JSON of a stored statement. */
export function bodyOf({ body }: { body: string }): JsonObject {
  const value: unknown = JSON.parse(body);
  if (!isObject(value)) throw new Error('a stored statement is no JSON object');
  return value;
}

/** A client voids what it wrote itself; only one with the scope all voids what others wrote (part two, 2.3.2). */
async function refuseForeign(db: Db, fresh: readonly Fresh[], asker: Asker): Promise<void> {
  const targets = fresh.flatMap(({ voiding, target }) => (voiding && target !== undefined ? [target] : []));
  if (targets.length === 0) return;
  const foreign = (await listKept(db, targets)).find(({ clientId }) => clientId !== (asker.clientId ?? null));
  if (foreign !== undefined) throw new Problem('forbidden', 'learning-records.voids-others', { id: foreign.id });
}

type Fresh = PlacedFace & { target: string | undefined; voiding: boolean };

/** Gives new statements their faces and those of what they refer to; what was voided before it came, or is voided now, has none. */
async function link(db: Db, fresh: readonly Fresh[]): Promise<void> {
  const faces: PlacedFace[] = fresh.map(({ place, stored, face }) => ({ place, stored, face }));
  for (const one of fresh) if (one.target !== undefined) faces.push(...(await borrowed(db, one.place, one.stored, one.target)));
  if (faces.length > 0) await addFaces(db, faces);
  const early = await listReferring(
    db,
    fresh.map(({ face }) => face.source),
  );
  if (early.length > 0) await lendTo(db, early, fresh);
  const voided = [
    ...fresh.flatMap(({ voiding, target }) => (voiding && target !== undefined ? [target] : [])),
    ...early.flatMap(({ voiding, target }) => (voiding && target !== null ? [target] : [])),
  ];
  if (voided.length > 0) await voidStatements(db, voided);
}

/** The faces of the statement that one refers to, and of those that it refers to, and so on (part three, 2.1.3: filter conditions for StatementRefs). */
async function borrowed(db: Db, place: number, stored: string, target: string): Promise<PlacedFace[]> {
  const faces: PlacedFace[] = [];
  const seen = new Set<string>();
  let next: string | null | undefined = target;
  while (next !== null && next !== undefined && !seen.has(next) && seen.size < DEEPEST) {
    seen.add(next);
    const [kept]: Kept[] = await listKept(db, [next]);
    if (kept !== undefined) faces.push({ place, stored, face: faceOf(kept.id, bodyOf(kept), kept.clientId ?? undefined) });
    next = kept?.target;
  }
  return faces;
}

/** Statements that referred to new ones before these came get their faces, and so do those that refer to them. */
async function lendTo(db: Db, early: readonly Kept[], fresh: readonly Fresh[]): Promise<void> {
  const chains = new Map<string, Face[]>();
  for (const { face, target, place, stored } of fresh) {
    const more = target === undefined ? [] : await borrowed(db, place, stored, target);
    chains.set(face.source, [face, ...more.map((one) => one.face)]);
  }
  const faces: PlacedFace[] = [];
  let level = early.map((one) => ({ one, lent: chains.get(one.target ?? '') ?? [] }));
  for (let depth = 0; level.length > 0 && depth < DEEPEST; depth += 1) {
    for (const { one, lent } of level) if (!one.voided) faces.push(...lent.map((face) => ({ place: one.place, stored: one.stored, face })));
    const lentBy = new Map(level.map(({ one, lent }) => [one.id, lent]));
    level = (await listReferring(db, [...lentBy.keys()])).map((one) => ({ one, lent: lentBy.get(one.target ?? '') ?? [] }));
  }
  if (faces.length > 0) await addFaces(db, faces);
}
