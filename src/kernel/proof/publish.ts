import { createGzip } from 'node:zlib';
import { Readable } from 'node:stream';
import type { Day } from '#base/day/index.ts';
import { inTransaction } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { catalogues } from '#base/text/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { ANONYMOUS, listRoles, personOf, system, type Actor } from '#kernel/org/index.ts';
import { getFigure, getSet, readPlace, visibilityOf } from '#kernel/set/index.ts';
import { canonical } from './canonical.ts';
import { computeReading, definitionOf, termsOf, type Definition, type Place, type Reading } from './reading.ts';
import type { Statement } from './receipt.ts';
import { rootsOf, writeRecords, type Roots } from './records.ts';
import { append } from './sequence.ts';
import { isSource } from './source.ts';
import { addPublication } from './store.ts';
import { leafHash } from './tree.ts';

/**
 * What is to be published. `figure` is a set or ratio, or any name its owner gives it when `definition` says how it is computed; `definitionVersion` is then
 * the owner's, and `label` what it is called. `slice` is a part of a plain set; `from` the first day of a period, for sets of what happened.
 */
export type ReadingRequest = {
  figure: string;
  unitId: string;
  day: Day;
  from?: Day | undefined;
  slice?: string | undefined;
  label?: { vi: string; en: string };
  definition?: Definition;
  definitionVersion?: string;
};

/** What became of it. `seenWith`: the permissions that one needs to see it, because it tells of a small group; none when everybody may. */
export type Published = { id: string; value: string | null; count: number; seenWith: string[] };

/** Publishes one reading; see `publishReadings`. */
export async function publishReading(ctx: Ctx, request: ReadingRequest): Promise<Published> {
  const [published] = await publishReadings(ctx, [request]);
  if (published === undefined) throw new Error('Nothing was published.');
  return published;
}

/**
 * Freezes readings as they are now, each with its records and definition, and enters them into the log of publications, which is signed once for all. The
 * permission is a matter of the operation that calls this. Throws `forbidden` for a value that is hidden from the public and from the actor, `invalid`
 * for a day to come, `missing` for a set or unit that is not there. All or nothing.
 */
export async function publishReadings(ctx: Ctx, requests: ReadingRequest[]): Promise<Published[]> {
  return inTransaction(ctx.db, async (db) => {
    const own = { ...ctx, db };
    const frozen: Frozen[] = [];
    for (const request of requests) frozen.push(await freeze(own, request));
    const entries = frozen.map(({ id, statement }) => ({ id, hash: leafHash(canonical(statement)) }));
    const { first, size } = entries.length === 0 ? { first: 0, size: 0 } : await append(own, 'publication', entries);
    for (const [index, one] of frozen.entries()) {
      await addPublication(db, { ...one, text: canonical(one.statement), by: personOf(ctx.actor) ?? null, at: ctx.now, place: first + index, checkpointSize: size });
    }
    return frozen.map(({ id, statement, seenWith }) => ({ id, value: statement.value, count: statement.records.count, seenWith }));
  });
}

/** A reading as it is going to stand in the log. */
export type Frozen = { id: string; definition: Definition; statement: Statement; roots: Roots; documentId: string | null; seenWith: string[] };

async function freeze(ctx: Ctx, request: ReadingRequest): Promise<Frozen> {
  if (request.day > ctx.today) throw new Problem('invalid', 'proof.day-to-come', {}, [{ at: '/day', code: 'proof.day-to-come' }]);
  const definition = request.definition ?? definitionOf(request.figure, request.slice);
  const { unit } = await readPlace(ctx.db, request.unitId, request.day, ctx.today);
  const seenWith = await neededToSee(ctx, definition, request);
  const reading = await computeReading(ctx.db, definition, request);
  const hashes = reading.lines.map(leafHash);
  const roots = rootsOf(hashes);
  const id = newId();
  const documentId = hashes.length === 0 ? null : await keepRecords(ctx, id, reading.lines, hashes);
  const label = request.label ?? labelOf(ctx, request.figure);
  const statement = statementOf(ctx, { id, request, definition, reading, unit, label, root: roots.root });
  return { id, definition, statement, roots, documentId, seenWith };
}

type Parts = {
  id: string;
  request: ReadingRequest;
  definition: Definition;
  reading: Reading;
  unit: { id: string; nameVi: string; nameEn: string };
  label: { vi: string; en: string };
  root: Buffer;
};

function statementOf(ctx: Ctx, { id, request, definition, reading, unit, label, root }: Parts): Statement {
  return {
    format: 'khue-reading/1',
    publication: id,
    figure: request.figure,
    label: { vi: label.vi, en: label.en },
    unit: { id: unit.id, vi: unit.nameVi, en: unit.nameEn },
    day: request.day,
    from: request.from ?? null,
    definition: { version: request.definitionVersion ?? '', factor: definition.factor ?? null, terms: reading.terms },
    numerator: reading.numerator,
    denominator: reading.denominator,
    value: reading.value,
    records: { count: reading.lines.length, root: root.toString('hex') },
    publishedAt: ctx.now.toString({ smallestUnit: 'second' }),
    publishedBy: roleOf(ctx.actor),
  };
}

/** The permissions needed to see a value that is hidden from the public; throws `forbidden` when it is hidden from the actor too. */
async function neededToSee(ctx: Ctx, definition: Definition, { unitId, day }: Place): Promise<string[]> {
  const needed = new Set<string>();
  for (const { set, slice } of termsOf(definition).filter((term) => !isSource(term.set))) {
    const question = { unitId, days: [day], divisions: slice === '' ? undefined : slice.split('=')[0] };
    const shownTo = async (actor: Actor) => (await visibilityOf(ctx.db, getSet(set), actor, question))(unitId, slice, day);
    if (await shownTo(ANONYMOUS)) continue;
    if (!(await shownTo(ctx.actor))) throw new Problem('forbidden', 'proof.hidden-value');
    needed.add(getSet(set).see);
  }
  return [...needed];
}

async function keepRecords(ctx: Ctx, id: string, lines: string[], hashes: Buffer[]): Promise<string> {
  const bytes = Readable.from(writeRecords(id, lines, hashes)).pipe(createGzip({ level: 1 }));
  // Nobody owns it: who may open it follows from the sets (proof.open-records).
  const owner = { ...ctx, actor: system('proof') };
  const document = await keepDocument(owner, { name: `khue-records-${id}.tsv.gz`, bytes, purpose: 'proof.records', mediaType: 'application/gzip' });
  return document.id;
}

function labelOf({ services }: Ctx, figure: string): { vi: string; en: string } {
  const { title } = getFigure(figure);
  const { vi, en } = catalogues(services.root);
  return { vi: vi[title] ?? figure, en: en[title] ?? figure };
}

/** The role by which somebody may publish; people are not named in what is published. */
function roleOf(actor: Actor): string {
  if (actor.kind !== 'person') return 'system';
  const held = new Set(actor.grants.map(({ role }) => role));
  const roles = listRoles().filter(({ key }) => held.has(key));
  return (roles.find(({ permissions }) => permissions.includes('proof.publish')) ?? roles[0])?.key ?? 'official';
}
