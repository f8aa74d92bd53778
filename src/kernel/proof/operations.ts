import Type, { type Static } from 'typebox';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getSet } from '#kernel/set/index.ts';
import { publishReading } from './publish.ts';
import { shownTo } from './shown.ts';
import { findPublications, listPublishedFigures, type Publication } from './store.ts';

const closed = { additionalProperties: false };

/** Publishes a figure of a unit on a day. */
export const publishReadingOperation = operation({
  name: 'proof.publish-reading',
  summary: 'Publish a figure of a unit on a day: value, definition and records are frozen and entered into the signed log of publications.',
  kind: 'write',
  http: 'POST /proof/publications',
  permission: 'proof.publish',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      figure: Type.String({ description: 'Name of a set or ratio, for example directory.staff-in-post' }),
      slice: Type.Optional(Type.String({ description: 'Part of a division such as sex=female; left out for the whole set' })),
      unitId: Type.String({ format: 'uuid', description: 'Unit; with everything under it' }),
      day: Type.String({ format: 'date', description: 'Day, YYYY-MM-DD, not later than today' }),
      from: Type.Optional(Type.String({ format: 'date', description: 'First day of the period, for a flow' })),
    },
    closed,
  ),
  output: Type.Object({ id: Type.String({ description: 'Publication' }), restricted: Type.Boolean({ description: 'Whether only those see it who may see the records' }) }, closed),
  trace: (input, output) => ({ unitId: input.unitId, subject: output.id, detail: { figure: input.figure, slice: input.slice ?? '', day: input.day } }),
  run: async (ctx, { slice, ...input }) => {
    checkSlice(input.figure, slice);
    const published = await publishReading(ctx, { ...input, ...(slice === undefined ? {} : { slice }) });
    return { id: published.id, restricted: published.seenWith.length > 0 };
  },
});

function checkSlice(figure: string, slice: string | undefined): void {
  if (slice === undefined || slice === '') return;
  const [dimension = '', value = ''] = slice.split('=');
  if (getSet(figure).dimensions[dimension]?.values.includes(value) !== true) throw new Problem('invalid', 'proof.no-slice', {}, [{ at: '/slice', code: 'proof.no-slice' }]);
}

const line = Type.Object(
  {
    id: Type.String({ description: 'Publication' }),
    figure: Type.String({ description: 'Name of the figure' }),
    labelVi: Type.String({ description: 'What it is called in Vietnamese' }),
    labelEn: Type.String({ description: 'What it is called in English' }),
    unitId: Type.String({ description: 'Unit' }),
    unitVi: Type.String({ description: 'Its Vietnamese name' }),
    unitEn: Type.String({ description: 'Its English name' }),
    day: Type.String({ description: 'Day, YYYY-MM-DD' }),
    value: Type.Union([Type.String(), Type.Null()], { description: 'The value as a decimal text; null where nothing could be divided' }),
    numerator: Type.String({ description: 'Numerator, as a decimal text' }),
    denominator: Type.Union([Type.String(), Type.Null()], { description: 'Denominator, as a decimal text' }),
    factor: Type.Union([Type.Integer(), Type.Null()], { description: 'What the quotient was multiplied by: 100 for percent' }),
    publishedAt: Type.String({ description: 'When' }),
    place: Type.Integer({ description: 'Place in the log, for the next page' }),
  },
  closed,
);

/** A publication as a line of a list. */
export type PublicationLine = Static<typeof line>;

const filters = {
  figure: Type.Optional(Type.String({ maxLength: 200, description: 'Name of a figure' })),
  unitId: Type.Optional(Type.String({ format: 'uuid', description: 'Unit' })),
  from: Type.Optional(Type.String({ format: 'date', description: 'First day the figures are of' })),
  until: Type.Optional(Type.String({ format: 'date', description: 'Last day the figures are of' })),
  before: Type.Optional(Type.Integer({ minimum: 0, description: 'Place of the last publication of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Lines, 50 when left out' })),
};

/** Published readings. */
export const listPublicationsOperation = operation({
  name: 'proof.list-publications',
  summary: 'Published readings, the last published first; everybody may read them.',
  kind: 'read',
  http: 'GET /proof/publications',
  permission: 'public',
  input: Type.Object(filters, closed),
  output: Type.Object(
    {
      lines: Type.Array(line, { description: 'Publications' }),
      next: Type.Union([Type.Integer(), Type.Null()], { description: 'For the next page: its `before`' }),
      figures: Type.Array(
        Type.Object(
          { figure: Type.String({ description: 'Name' }), labelVi: Type.String({ description: 'Vietnamese' }), labelEn: Type.String({ description: 'English' }) },
          closed,
        ),
        { description: 'Figures that were published, to choose from' },
      ),
    },
    closed,
  ),
  run: async (ctx, { limit = 50, ...filter }) => {
    const rows = await findPublications(ctx.db, filter, shownTo(ctx.actor, ctx.today), limit + 1);
    return { lines: rows.slice(0, limit).map(lineOf), next: rows.length > limit ? (rows[limit - 1]?.place ?? null) : null, figures: await listPublishedFigures(ctx.db) };
  },
});

/** The publications of a figure or a unit, the last published first, as far as the actor may see them; at most 200. */
export async function listPublications(ctx: Ctx, filter: { figure?: string; unitId?: string; from?: string; until?: string; limit?: number }): Promise<PublicationLine[]> {
  return (await findPublications(ctx.db, filter, shownTo(ctx.actor, ctx.today), Math.min(200, filter.limit ?? 50))).map(lineOf);
}

function lineOf({ id: own, statement, place, publishedAt }: Publication): PublicationLine {
  const { figure, label, unit, day, value, numerator, denominator, definition } = statement;
  const names = { labelVi: label.vi, labelEn: label.en, unitId: unit.id, unitVi: unit.vi, unitEn: unit.en };
  return { id: own, figure, ...names, day, value, numerator, denominator, factor: definition.factor, publishedAt, place };
}
