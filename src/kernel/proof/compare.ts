import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { all, sql, type Db } from '#base/db/index.ts';
import { openDocument } from '#kernel/document/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { computeReading, type Reading } from './reading.ts';
import { readLine, readRecords, rootsOf, type RecordLine } from './records.ts';
import type { Publication } from './store.ts';
import { leafHash } from './tree.ts';

/** Why a record counts otherwise than when it was published. */
type Reason = 'definition' | 'correction' | 'late-fact' | 'reorganisation' | 'unknown';

/** A record that counts otherwise now: `before` and `now` where it counted and counts (none: not at all). */
export type Difference = {
  change: 'added' | 'removed' | 'changed';
  set: string;
  record: string;
  before: { unitId: string; since: string; weight: string } | null;
  now: { unitId: string; since: string; weight: string } | null;
  reason: Reason;
};

/** What a reading gives when it is computed anew. */
export type Comparison = {
  equal: boolean;
  value: string | null;
  numerator: string;
  denominator: string | null;
  count: number;
  /** Sets that are counted in another way now. */
  redefined: string[];
  differences: Difference[];
  /** Whether the kept file of records is still the one that was published. */
  keptWhole: boolean;
};

/** Computes a published reading anew, by the definition it was published with, and names every record that differs, with the reason as far as it can be known. */
export async function compareWithNow(ctx: Pick<Ctx, 'db' | 'services'>, publication: Publication): Promise<Comparison> {
  const { statement } = publication;
  const reading = await computeReading(ctx.db, publication.definition, { unitId: statement.unit.id, day: statement.day, from: statement.from ?? undefined });
  const redefined = redefinedSets(publication, reading);
  const then = await keptLines(ctx, publication);
  const same = rootsOf(reading.lines.map(leafHash)).root.toString('hex') === statement.records.root;
  const raw = same ? [] : differencesOf(then.lines, reading.lines, reading);
  return {
    equal: same && redefined.length === 0,
    value: reading.value,
    numerator: reading.numerator,
    denominator: reading.denominator,
    count: reading.lines.length,
    redefined,
    differences: await withReasons(ctx.db, publication, raw, redefined),
    keptWhole: then.whole,
  };
}

function redefinedSets({ statement }: Publication, reading: Reading): string[] {
  return statement.definition.terms.filter(({ hash }, place) => reading.terms[place]?.hash !== hash).map(({ set }) => set);
}

async function keptLines(ctx: Pick<Ctx, 'db' | 'services'>, { documentId, statement }: Publication): Promise<{ lines: string[]; whole: boolean }> {
  if (documentId === null) return { lines: [], whole: true };
  const { bytes } = await openDocument(ctx, documentId);
  const { lines, hashes } = readRecords(await text(Readable.from(bytes).pipe(createGunzip())));
  return { lines, whole: rootsOf(hashes).root.toString('hex') === statement.records.root };
}

type Raw = Omit<Difference, 'reason'>;

function differencesOf(then: string[], now: string[], { terms }: Reading): Raw[] {
  const [old, fresh] = [new Set(then), new Set(now)];
  const gone = then.filter((line) => !fresh.has(line)).flatMap((line) => readLine(line) ?? []);
  const come = now.filter((line) => !old.has(line)).flatMap((line) => readLine(line) ?? []);
  const key = ({ term, record }: RecordLine) => `${term} ${record}`;
  const counterparts = Map.groupBy(come, key);
  const where = ({ unitId, since, weight }: RecordLine) => ({ unitId, since, weight });
  const left = gone.map((line): Raw => {
    const other = counterparts.get(key(line))?.shift();
    const set = terms[line.term - 1]?.set ?? '';
    return { change: other === undefined ? 'removed' : 'changed', set, record: line.record, before: where(line), now: other === undefined ? null : where(other) };
  });
  const added = [...counterparts.values()]
    .flat()
    .map((line): Raw => ({ change: 'added', set: terms[line.term - 1]?.set ?? '', record: line.record, before: null, now: where(line) }));
  return [...left, ...added];
}

/** What became known after the publication about the records and units that differ. */
async function withReasons(db: Db, publication: Publication, raw: Raw[], redefined: string[]): Promise<Difference[]> {
  if (raw.length === 0) return [];
  const facts = await factsSince(db, publication, [...new Set(raw.map(({ record }) => record))]);
  const units = await reorganisedSince(db, publication, [...new Set(raw.flatMap(({ before, now }) => [before?.unitId, now?.unitId].flatMap((unit) => unit ?? [])))]);
  return raw.map((one) => ({ ...one, reason: reasonFor(one, { redefined, known: facts.get(one.record), reorganised: units }) }));
}

/** A record that moved between reorganised units did so by the reorganisation, although that also left facts about it. */
function reasonFor({ set, before, now }: Raw, { redefined, known, reorganised }: { redefined: string[]; known: Reason | undefined; reorganised: Set<string> }): Reason {
  if (redefined.includes(set)) return 'definition';
  const units = [before?.unitId, now?.unitId].flatMap((unit) => unit ?? []);
  const touched = units.some((unit) => reorganised.has(unit));
  if (touched && units.length === 2 && units[0] !== units[1]) return 'reorganisation';
  return known ?? (touched ? 'reorganisation' : 'unknown');
}

/** Of each record: whether facts about it that correct others, or else facts of the day or before, were recorded after the publication. */
async function factsSince(db: Db, { publishedAt, statement }: Publication, records: string[]): Promise<Map<string, Reason>> {
  const rows = await all(
    db,
    sql<{ subject: string; corrected: boolean }>`
    select fact.subject, bool_or(fact.corrects is not null) as corrected
    from kernel.fact
    where fact.subject = any(${records}::uuid[])
      and fact.recorded_at > ${publishedAt}::timestamptz
      and (fact.corrects is not null or fact.day <= ${statement.day})
    group by fact.subject`,
  );
  return new Map(rows.map(({ subject, corrected }) => [subject, corrected ? 'correction' : 'late-fact']));
}

/** The units that succeeded or were succeeded by others as was recorded after the publication. */
async function reorganisedSince(db: Db, { publishedAt }: Publication, units: string[]): Promise<Set<string>> {
  const rows = await all(
    db,
    sql<{ unit_id: string }>`
    select side.unit_id
    from kernel.unit_succession as succession
    cross join lateral (values (succession.old_id), (succession.new_id)) as side (unit_id)
    where succession.recorded_at > ${publishedAt}::timestamptz
      and side.unit_id = any(${units}::uuid[])`,
  );
  return new Set(rows.map(({ unit_id }) => unit_id));
}
