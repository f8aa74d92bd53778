import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Frozen } from './publish.ts';
import type { Definition } from './reading.ts';
import { Statement } from './receipt.ts';

/** A publication as it is kept. */
export type Publication = {
  id: string;
  statement: Statement;
  definition: Definition;
  blocks: Buffer;
  documentId: string | null;
  /** Permissions that one needs to see it; none: everybody may. */
  seenWith: string[];
  place: number;
  checkpointSize: number;
  publishedAt: string;
};

const closed = { additionalProperties: false };
const Terms = Type.Array(
  Type.Object({ set: Type.String(), slice: Type.Optional(Type.String()), measure: Type.Optional(Type.Union([Type.Literal('size'), Type.Literal('weight')])) }, closed),
);
const definitions = Compile(Type.Object({ numerator: Terms, denominator: Type.Optional(Terms), factor: Type.Optional(Type.Integer()) }, closed));
const statements = Compile(Statement);

type New = Frozen & { text: string; by: string | null; at: Temporal.Instant; place: number; checkpointSize: number };

/** Keeps a publication; its entry stands in the log already. */
export async function addPublication(db: Db, { id, definition, statement, roots, ...kept }: New): Promise<void> {
  const { figure, label, unit, day, from, value, numerator, denominator, records } = statement;
  await all(
    db,
    sql`
    insert into kernel.publication (id, figure, label_vi, label_en, unit_id, day, from_day, definition, definition_version, value, numerator, denominator, statement,
      records_count, records_root, blocks, document_id, seen_with, published_by, published_at, place, checkpoint_size)
    values (${id}, ${figure}, ${label.vi}, ${label.en}, ${unit.id}, ${day}, ${from}, ${JSON.stringify(definition)}, ${statement.definition.version}, ${value}, ${numerator},
      ${denominator}, ${kept.text}, ${records.count}, ${roots.root}, ${Buffer.concat(roots.blocks)}, ${kept.documentId}, ${kept.seenWith}, ${kept.by}, ${kept.at.toString()},
      ${kept.place}, ${kept.checkpointSize})`,
  );
}

type Row = {
  id: string;
  statement: string;
  definition: unknown;
  blocks: Buffer;
  document_id: string | null;
  seen_with: string[];
  place: number;
  checkpoint_size: number;
  published_at: Date;
};

const columns = sql`
  publication.id, publication.statement, publication.definition, publication.blocks, publication.document_id, publication.seen_with, publication.place,
  publication.checkpoint_size, publication.published_at`;

/** A publication by its id, or undefined; with `shown` (a condition on publication) only when it holds. */
export async function findPublication(db: Db, id: string, shown: RawBuilder<boolean> = sql<boolean>`true`): Promise<Publication | undefined> {
  const row = await one(db, sql<Row>`select ${columns} from kernel.publication where publication.id = ${id} and ${shown}`);
  return row && publicationOf(row);
}

/** The publication whose records are that document, or undefined. */
export async function findPublicationOf(db: Db, documentId: string): Promise<Publication | undefined> {
  const row = await one(db, sql<Row>`select ${columns} from kernel.publication where publication.document_id = ${documentId}`);
  return row && publicationOf(row);
}

/** What a list of publications is narrowed by; `before` is the place of the last one of the page before. */
export type PublicationFilter = { figure?: string | undefined; unitId?: string | undefined; from?: Day | undefined; until?: Day | undefined; before?: number | undefined };

/** Publications that may be shown (`shown`: a condition on publication), the last published first, at most `limit`. */
export async function findPublications(db: Db, filter: PublicationFilter, shown: RawBuilder<boolean>, limit: number): Promise<Publication[]> {
  const { figure = null, unitId = null, from = null, until = null, before = null } = filter;
  const rows = await all(
    db,
    sql<Row>`
    select ${columns}
    from kernel.publication
    where ${shown}
      and (${figure}::text is null or publication.figure = ${figure})
      and (${unitId}::uuid is null or publication.unit_id = ${unitId})
      and (${from}::date is null or publication.day >= ${from})
      and (${until}::date is null or publication.day <= ${until})
      and (${before}::bigint is null or publication.place < ${before})
    order by publication.place desc
    limit ${limit}`,
  );
  return rows.map(publicationOf);
}

/** The figures that were published, with what they are called now. */
export async function listPublishedFigures(db: Db): Promise<{ figure: string; labelVi: string; labelEn: string }[]> {
  return all(
    db,
    sql<{ figure: string; labelVi: string; labelEn: string }>`
    select distinct on (publication.figure) publication.figure, publication.label_vi as "labelVi", publication.label_en as "labelEn"
    from kernel.publication
    where publication.seen_with = '{}'
    order by publication.figure, publication.place desc
    limit 500`,
  );
}

/** The signed checkpoint of a log at a size, or undefined. */
export async function findCheckpoint(db: Db, log: string, size: number): Promise<string | undefined> {
  const row = await one(db, sql<{ note: string }>`select checkpoint.note from kernel.proof_checkpoint as checkpoint where checkpoint.log = ${log} and checkpoint.size = ${size}`);
  return row?.note;
}

/** A checkpoint as a line of the list. */
export type CheckpointLine = { log: string; size: number; root: string; at: string };

/** Checkpoints of a log, the newest first, at most `limit`; those over fewer than `below` entries when given. */
export async function listCheckpoints(db: Db, log: string, below: number | undefined, limit: number): Promise<CheckpointLine[]> {
  const rows = await all(
    db,
    sql<{ log: string; size: number; root: Buffer; at: Date }>`
    select checkpoint.log, checkpoint.size, checkpoint.root, checkpoint.at
    from kernel.proof_checkpoint as checkpoint
    where checkpoint.log = ${log}
      and (${below ?? null}::bigint is null or checkpoint.size < ${below ?? null}::bigint)
    order by checkpoint.size desc
    limit ${limit}`,
  );
  return rows.map((row) => ({ ...row, root: row.root.toString('hex'), at: row.at.toISOString() }));
}

/** How many rows of each log wait for their place. */
export async function countWaiting(db: Db): Promise<Map<string, number>> {
  const rows = await all(
    db,
    sql<{ log: string; n: number }>`
    select waiting.log, sum(cardinality(waiting.ids))::bigint as n
    from kernel.proof_waiting as waiting
    group by waiting.log`,
  );
  return new Map(rows.map(({ log, n }) => [log, n]));
}

function publicationOf(row: Row): Publication {
  const statement: unknown = JSON.parse(row.statement);
  if (!statements.Check(statement) || !definitions.Check(row.definition)) throw new Error('A publication is kept in a form that this program does not know.');
  return {
    id: row.id,
    statement,
    definition: row.definition,
    blocks: row.blocks,
    documentId: row.document_id,
    seenWith: row.seen_with,
    place: row.place,
    checkpointSize: row.checkpoint_size,
    publishedAt: row.published_at.toISOString(),
  };
}
