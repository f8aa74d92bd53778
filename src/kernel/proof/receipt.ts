import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false };
const text = (description: string) => Type.String({ description });
const hash = (description: string) => Type.String({ pattern: '^[0-9a-f]{64}$', description: `${description}, hexadecimal` });
const decimal = (description: string) => Type.String({ pattern: '^-?\\d+(\\.\\d+)?$', description: `${description}, as a decimal text` });

/** What was published. Its canonical text (RFC 8785) is the entry of the log, so nothing of it can be changed. */
export const Statement = Type.Object(
  {
    format: Type.Literal('khue-reading/1'),
    publication: text('Id of the publication'),
    figure: text('Name of the figure'),
    label: Type.Object({ vi: text('What it is called in Vietnamese'), en: text('What it is called in English') }, closed),
    unit: Type.Object({ id: text('Unit; with everything under it'), vi: text('Its Vietnamese name'), en: text('Its English name') }, closed),
    day: text('Day, YYYY-MM-DD'),
    from: Type.Union([Type.String(), Type.Null()], { description: 'First day of the period, for what happened over a period; else null' }),
    definition: Type.Object(
      {
        version: text('Version of the definition, as its owner names it'),
        factor: Type.Union([Type.Integer(), Type.Null()], { description: 'What a quotient is multiplied by; null for a sum' }),
        terms: Type.Array(
          Type.Object(
            {
              side: Type.Union([Type.Literal('numerator'), Type.Literal('denominator')], { description: 'Where it is added up' }),
              set: text('Name of the set'),
              slice: text('Part of it; empty for the whole'),
              measure: Type.Union([Type.Literal('size'), Type.Literal('weight')], { description: 'Whether records or their weights are added up' }),
              hash: hash('SHA-256 of how the set is counted'),
              size: Type.Integer({ minimum: 0, description: 'Number of records' }),
              weight: decimal('Sum of their weights'),
            },
            closed,
          ),
          { description: 'The sets that are added up' },
        ),
      },
      closed,
    ),
    numerator: decimal('Sum of the numerator'),
    denominator: Type.Union([Type.String(), Type.Null()], { description: 'Sum of the denominator, or null' }),
    value: Type.Union([Type.String(), Type.Null()], { description: 'The value; null where the denominator is zero' }),
    records: Type.Object({ count: Type.Integer({ minimum: 0, description: 'Number of records in all terms' }), root: hash('Root of the tree over them') }, closed),
    publishedAt: text('When, ISO 8601 in UTC'),
    publishedBy: text('Role of whoever published it; system for a program'),
  },
  { ...closed, description: 'What was published' },
);
export type Statement = Static<typeof Statement>;

/** A receipt: everything with which anybody can check a published reading without asking us. */
export const Receipt = Type.Object(
  {
    format: Type.Literal('khue-receipt/1'),
    statement: Statement,
    blocks: Type.Array(Type.String(), { description: 'Roots over blocks of records of equal length (a power of two), hexadecimal: they tell where a file of records differs' }),
    log: Type.Object(
      {
        index: Type.Integer({ minimum: 0, description: 'Place of the statement in the log of publications' }),
        proof: Type.Array(Type.String(), { description: 'Hashes that lead from the statement to the root of the checkpoint, from below, hexadecimal' }),
        checkpoint: text('Signed checkpoint of the log (C2SP tlog-checkpoint)'),
        key: text('Key with which it can be checked; compare it with the published one'),
      },
      closed,
    ),
  },
  { ...closed, description: 'Receipt of a published reading' },
);
export type Receipt = Static<typeof Receipt>;
