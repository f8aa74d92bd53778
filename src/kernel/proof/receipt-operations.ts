import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import Type, { type Static } from 'typebox';
import { inTransaction } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { writeAudit } from '#kernel/audit/index.ts';
import { openDocument } from '#kernel/document/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { listRoles, mayAnywhere } from '#kernel/org/index.ts';
import { compareWithNow } from './compare.ts';
import { issueReceipt } from './issue.ts';
import { termsOf } from './reading.ts';
import { Receipt, Statement } from './receipt.ts';
import { readLine, readRecords } from './records.ts';
import { getShown, seesRecords } from './shown.ts';
import { namingOf } from './source.ts';
import { findPublicationOf, type Publication } from './store.ts';

const closed = { additionalProperties: false };
const id = Type.String({ format: 'uuid', description: 'Publication' });

/** Differing records that an answer names at the most. */
const MOST_NAMED = 200;

/** What was published. */
export const readPublication = operation({
  name: 'proof.read-publication',
  summary: 'A published reading: value, unit, day, definition, when and by which role; and what the asker may do with it.',
  kind: 'read',
  http: 'GET /proof/publications/{id}',
  permission: 'public',
  input: Type.Object({ id }, closed),
  output: Type.Object(
    {
      statement: Statement,
      restricted: Type.Boolean({ description: 'Whether it is shown only to those who may see the records' }),
      publishedBy: Type.String({ description: 'Title of the role of whoever published it, in the language of the asker; empty for a program' }),
      titles: Type.Array(Type.String(), { description: 'Text keys of the sets of its terms, in their order' }),
      recordsId: Type.Union([Type.String(), Type.Null()], { description: 'Document with the records, for those who may see them' }),
      mayCompare: Type.Boolean({ description: 'Whether the asker may have it computed anew' }),
    },
    closed,
  ),
  run: async (ctx, input) => {
    const publication = await getShown(ctx, input.id);
    const role = listRoles().find(({ key }) => key === publication.statement.publishedBy);
    const open = publication.documentId !== null && (await seesRecords(ctx, publication));
    return {
      statement: publication.statement,
      restricted: publication.seenWith.length > 0,
      publishedBy: (ctx.locale === 'vi' ? role?.title_vi : role?.title_en) ?? '',
      titles: termsOf(publication.definition).map(({ set }) => namingOf(set).title),
      recordsId: open ? publication.documentId : null,
      mayCompare: mayAnywhere(ctx.actor, 'proof.verify'),
    };
  },
});

/** The receipt of a publication. */
export const readReceipt = operation({
  name: 'proof.read-receipt',
  summary: 'The receipt of a published reading, with which anybody can check it without asking us (khue verify --receipt).',
  kind: 'read',
  http: 'GET /proof/publications/{id}/receipt',
  permission: 'public',
  input: Type.Object({ id }, closed),
  output: Receipt,
  run: async (ctx, input) => issueReceipt(ctx.db, await getShown(ctx, input.id)),
});

/** Whether the asker may open the file of records of a publication. Records of people ask for a purpose, and each of them sees the line. */
export const openRecords = operation({
  name: 'proof.open-records',
  summary: 'Check that the asker may have the file of the records behind a published reading; the bytes are sent by /documents/{id}.',
  kind: 'read',
  http: 'GET /proof/records/{id}',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Document with the records' }) }, closed),
  output: Type.Object({ id: Type.String({ description: 'Document' }), publication: Type.String({ description: 'Publication' }) }, closed),
  trace: (_, output) => ({ subject: output.publication }),
  run: async (ctx, input) => {
    const publication = found(await findPublicationOf(ctx.db, input.id), 'document.no-document');
    if (!(await seesRecords(ctx, publication))) throw new Problem('forbidden', 'proof.records-hidden');
    await noteLooks(ctx, publication);
    return { id: input.id, publication: publication.id };
  },
});

async function noteLooks(ctx: Ctx, publication: Publication): Promise<void> {
  const terms = termsOf(publication.definition);
  const ofPeople = terms.map(({ set }) => namingOf(set).people);
  if (!ofPeople.includes(true) || ctx.actor.kind === 'system') return;
  if (!ctx.purpose?.trim()) throw new Problem('invalid', 'operation.purpose-missing', {}, [{ at: '/purpose', code: 'operation.purpose-missing' }]);
  const { bytes } = await openDocument(ctx, publication.documentId ?? '');
  const { lines } = readRecords(await text(Readable.from(bytes).pipe(createGunzip())));
  const people = lines.flatMap((one) => readLine(one) ?? []).flatMap(({ term, record }) => (ofPeople[term - 1] === true ? [record] : []));
  await inTransaction(ctx.db, (db) =>
    writeAudit(db, {
      operation: 'proof.open-records',
      outcome: 'done',
      actor: ctx.actor,
      requestId: ctx.requestId,
      purpose: ctx.purpose,
      subject: publication.id,
      lookedAt: people,
    }),
  );
}

const where = Type.Union(
  [
    Type.Object(
      {
        unitId: Type.String({ description: 'Unit in which it counts' }),
        since: Type.String({ description: 'Day from which it counts' }),
        weight: Type.String({ description: 'Its weight' }),
      },
      closed,
    ),
    Type.Null(),
  ],
  { description: 'null where it does not count' },
);
const difference = Type.Object(
  {
    change: Type.Union([Type.Literal('added'), Type.Literal('removed'), Type.Literal('changed')], { description: 'What became of the record' }),
    set: Type.String({ description: 'Name of the set' }),
    title: Type.String({ description: 'Text key of the set' }),
    record: Type.String({ description: 'Record' }),
    href: Type.String({ description: 'Its page' }),
    before: where,
    now: where,
    reason: Type.Union([Type.Literal('definition'), Type.Literal('correction'), Type.Literal('late-fact'), Type.Literal('reorganisation'), Type.Literal('unknown')], {
      description: 'Why, as far as it can be known',
    }),
  },
  closed,
);

const comparison = Type.Object(
  {
    equal: Type.Boolean({ description: 'Whether definition and records are those that were published' }),
    keptWhole: Type.Boolean({ description: 'Whether the kept records are still those that were published' }),
    now: Type.Union(
      [
        Type.Object(
          {
            value: Type.Union([Type.String(), Type.Null()], { description: 'Value now; null where nothing can be divided' }),
            numerator: Type.String({ description: 'Numerator now' }),
            denominator: Type.Union([Type.String(), Type.Null()], { description: 'Denominator now' }),
            count: Type.Integer({ description: 'Number of records now' }),
          },
          closed,
        ),
        Type.Null(),
      ],
      { description: 'null where the asker may not be shown the value of a small group' },
    ),
    redefined: Type.Array(Type.String(), { description: 'Text keys of the sets that are counted in another way now' }),
    counts: Type.Array(
      Type.Object(
        { change: Type.String({ description: 'added, removed or changed' }), reason: Type.String({ description: 'Why' }), n: Type.Integer({ description: 'Number of records' }) },
        closed,
      ),
      { description: 'How many records differ, by what became of them and why' },
    ),
    differences: Type.Array(difference, { description: `The records that differ, at most ${MOST_NAMED}, for those who may see them` }),
  },
  closed,
);

/** What `compareReading` answers. */
export type ReadingComparison = Static<typeof comparison>;

/** A published reading against what the same definition gives now. */
export const compareReadingOperation = operation({
  name: 'proof.compare-reading',
  summary: 'Compute a published reading anew: equal, or a restatement with the records that differ and why.',
  kind: 'read',
  http: 'GET /proof/publications/{id}/comparison',
  permission: 'proof.verify',
  input: Type.Object({ id }, closed),
  output: comparison,
  run: async (ctx, input) => compareReading(ctx, input.id),
});

/**
 * Computes a published reading anew and says whether it is equal or a restatement. Records are named to those who may see them all, numbers to those who may
 * be shown them. Throws `missing` for a publication that is not there or not shown to the actor.
 */
export async function compareReading(ctx: Ctx, publicationId: string): Promise<ReadingComparison> {
  const publication = await getShown(ctx, publicationId);
  const { equal, keptWhole, value, numerator, denominator, count, redefined, differences } = await compareWithNow(ctx, publication);
  const ofPeople = termsOf(publication.definition).some(({ set }) => namingOf(set).people);
  const sees = ctx.actor.kind === 'system' || (await seesRecords(ctx, publication));
  const groups = Map.groupBy(differences, ({ change, reason }) => `${change} ${reason}`);
  return {
    equal,
    keptWhole,
    now: sees || !ofPeople || publication.seenWith.length === 0 ? { value, numerator, denominator, count } : null,
    redefined: redefined.map((set) => namingOf(set).title),
    counts: [...groups.values()].flatMap(([first, ...rest]) => (first === undefined ? [] : [{ change: first.change, reason: first.reason, n: rest.length + 1 }])),
    differences: sees ? differences.slice(0, MOST_NAMED).map((one) => ({ ...one, title: namingOf(one.set).title, href: namingOf(one.set).href(one.record) })) : [],
  };
}
