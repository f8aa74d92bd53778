import Type from 'typebox';
import { Index } from '#content/index.ts';
import { Problem } from '#base/problem/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { getRoot, personOf } from '#kernel/org/index.ts';
import { listIndicators } from '../indicators/index.ts';
import { getKept, listKept, yearsOf } from './catalogue.ts';
import { checkIndex } from './check.ts';
import { evaluate } from './evaluate.ts';
import { readIndexFile } from './import/read.ts';
import { closed, indexKey, voiceOf } from './inputs.ts';
import { ScoredComponent, ScoredGroup, ScoreTotal, ScoreValue } from './model.ts';
import { addIndexVersion, isScored } from './store.ts';
import { itemsOf } from './score.ts';
import { ruleText, titleOf } from './words.ts';

const IndexLine = Type.Object(
  {
    key: Type.String({ description: 'Key' }),
    title: Type.String({ description: 'Title' }),
    level: Type.String({ description: 'Which units are scored' }),
    document: Type.String({ description: 'The document that sets it' }),
    own: Type.Boolean({ description: 'Made by Khuê, not by an authority' }),
    verified: Type.Boolean({ description: 'Whether the composition was checked' }),
    groups: Type.Integer({ description: 'Main indicators' }),
    components: Type.Integer({ description: 'Components' }),
    maxPoints: Type.Union([Type.Number(), Type.Null()], { description: 'Maximum points' }),
    years: Type.Array(Type.Integer(), { description: 'Years it can be used for, newest first' }),
    version: Type.Integer({ description: '0: comes with Khuê; else the number of the import that holds' }),
  },
  closed,
);

/** Every index. */
export const listIndexes = operation({
  name: 'programme.list-indexes',
  summary: 'The indexes by which units are scored.',
  kind: 'read',
  http: 'GET /programme/indexes',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(IndexLine),
  run: async (ctx) =>
    (await listKept(ctx.db)).map(({ index, version }) => ({
      key: index.key,
      title: titleOf(index, ctx),
      level: index.level,
      document: index.document,
      own: index.own,
      verified: index.verified,
      groups: index.groups.length,
      components: index.groups.reduce((sum, { components }) => sum + components.length, 0),
      maxPoints: index.max_points,
      years: yearsOf(index, ctx.today),
      version,
    })),
});

/** One index with its rules in words. */
export const readIndex = operation({
  name: 'programme.read-index',
  summary: 'An index as data, with the rule of every component in words.',
  kind: 'read',
  http: 'GET /programme/indexes/{key}',
  permission: 'signed-in',
  input: Type.Object({ key: indexKey }, closed),
  output: Type.Object(
    {
      index: Index,
      rules: Type.Record(Type.String(), Type.String(), { description: 'Rule in words by code of the component' }),
      years: Type.Array(Type.Integer(), { description: 'Years it can be used for, newest first' }),
      version: Type.Integer({ description: '0: comes with Khuê; else the number of the import that holds' }),
      importedAt: Type.Union([Type.String(), Type.Null()], { description: 'When it was imported' }),
      importedBy: Type.Union([Type.String(), Type.Null()], { description: 'By whom' }),
    },
    closed,
  ),
  run: async (ctx, { key }) => {
    const { index, version, importedAt, importedBy } = await getKept(ctx.db, key);
    const voice = voiceOf(ctx);
    const ruled = [...itemsOf(index), ...index.groups.flatMap(({ components }) => components)];
    return {
      index,
      rules: Object.fromEntries(ruled.map((one) => [one.code, ruleText(one.rule, one.max_points, voice)])),
      years: yearsOf(index, ctx.today),
      version,
      importedAt: importedAt?.toISOString() ?? null,
      importedBy,
    };
  },
});

/** Works out an index for given values. */
export const score = operation({
  name: 'programme.score',
  summary: 'Work out an index for values by component: points of each with the rule in words, groups and total. Points are rounded half up to four decimals, sums are exact.',
  kind: 'read',
  http: 'POST /programme/score',
  permission: 'signed-in',
  input: Type.Object(
    {
      index: Type.Union([indexKey, Index], { description: 'Key of an index, or a whole index as data' }),
      values: Type.Record(Type.String(), ScoreValue, { description: 'Value by code of the component, or of a group that is scored as a whole' }),
    },
    closed,
  ),
  output: Type.Object(
    {
      components: Type.Array(ScoredComponent, { description: 'In their order' }),
      groups: Type.Array(ScoredGroup, { description: 'In their order' }),
      total: ScoreTotal,
      pillars: Type.Array(
        Type.Object(
          {
            code: Type.String({ description: 'Code' }),
            title: Type.String({ description: 'Title' }),
            value: Type.Union([Type.Number(), Type.Null()], { description: 'Share, 0 to 1, of the groups together' }),
            verified: Type.Boolean({ description: 'Whether this way of adding up was checked' }),
          },
          closed,
        ),
        { description: 'Further ways of adding groups up' },
      ),
    },
    closed,
  ),
  run: async (ctx, input) => {
    const index = typeof input.index === 'string' ? (await getKept(ctx.db, input.index)).index : input.index;
    const errors = checkIndex(index).map((error) => ({ ...error, at: `/index${error.at}` }));
    if (errors.length > 0) throw new Problem('invalid', 'scorecards.error.index-unsound', { n: errors.length }, errors);
    return evaluate(index, input.values, voiceOf(ctx));
  },
});

const MEGABYTES = 5;
/** Keys that would be mistaken for pages. */
const RESERVED = ['import', 'compare', 'templates', 'blank'];
const DayOfYear = (description: string) => Type.Optional(Type.String({ pattern: '^(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$', description }));

/** Takes an index in from a spreadsheet. */
export const importIndex = operation({
  name: 'programme.import-index',
  summary: 'Import an index from a spreadsheet, as a whole or not at all; an index of the same key that nobody was scored by is replaced.',
  kind: 'write',
  http: 'POST /programme/indexes',
  permission: 'programme.edit-indexes',
  input: Type.Object(
    {
      key: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{1,39}$', description: 'Key: small letters without marks, digits and hyphens' }),
      title: Type.String({ minLength: 3, maxLength: 200, description: 'Title in Vietnamese' }),
      titleEn: Type.Optional(Type.String({ minLength: 3, maxLength: 200, description: 'Title in English' })),
      level: Type.Enum(['province', 'department', 'commune', 'any'], { description: 'Which units are scored' }),
      fromYear: Type.Integer({ minimum: 2000, maximum: 2100, description: 'First year it is used for' }),
      toYear: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2100, description: 'Last year; left out while it stands' })),
      document: Type.String({ minLength: 3, maxLength: 300, description: 'The document that sets it: number, date' }),
      band: Type.Number({ minimum: 0, maximum: 1000, description: 'Points within which units share a band in the ranking' }),
      selfDue: DayOfYear('Day of the year (MM-DD) by which units score themselves'),
      appraiseDue: DayOfYear('Day of the year (MM-DD) by which the scores are appraised'),
      name: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the file' }),
      content: Type.String({ maxLength: Math.ceil((MEGABYTES * 1_048_576 * 4) / 3), description: `CSV or XLSX file as base64, at most ${MEGABYTES} MB` }),
    },
    closed,
  ),
  output: Type.Object(
    {
      key: Type.String({ description: 'Key' }),
      version: Type.Integer({ description: 'Number of the import' }),
      groups: Type.Integer({ description: 'Groups taken in' }),
      components: Type.Integer({ description: 'Components taken in' }),
    },
    closed,
  ),
  trace: ({ key }, { version, groups, components }) => ({ detail: { index: key, version, groups, components } }),
  run: async (ctx, input) => {
    if (RESERVED.includes(input.key)) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/key', code: 'scorecards.error.index-reserved' }]);
    if (await isScored(ctx.db, input.key)) throw new Problem('conflict', 'scorecards.error.index-in-use', { key: input.key });
    const before = (await listKept(ctx.db)).find(({ index }) => index.key === input.key);
    const bytes = Buffer.from(input.content, 'base64');
    const indicators = new Set((await listIndicators(ctx)).map(({ key }) => key));
    const index = await readIndexFile(bytes, input.name, headOf(input), indicators);
    const version = (before?.version ?? 0) + 1;
    const { id: documentId } = await keepDocument(ctx, { name: input.name, bytes: [bytes], purpose: 'programme.index' });
    await addIndexVersion(ctx.db, { key: index.key, version, body: index, documentId, by: personOf(ctx.actor) ?? null });
    const root = await getRoot(ctx.db, ctx.today);
    await record(ctx, [{ kind: 'programme.index-imported', subject: documentId, unitId: root.id, day: ctx.today, data: { index: index.key, version } }]);
    return { key: index.key, version, groups: index.groups.length, components: index.groups.reduce((sum, { components }) => sum + components.length, 0) };
  },
});

type Given = {
  key: string;
  title: string;
  titleEn?: string;
  level: Index['level'];
  fromYear: number;
  toYear?: number;
  document: string;
  band: number;
  selfDue?: string;
  appraiseDue?: string;
};

function headOf(input: Given): Parameters<typeof readIndexFile>[2] {
  return {
    key: input.key,
    title_vi: input.title,
    title_en: input.titleEn ?? input.title,
    level: input.level,
    from_year: input.fromYear,
    to_year: input.toYear ?? null,
    own: false,
    document: input.document,
    source: '',
    about_vi: '',
    about_en: '',
    verified: true,
    band: input.band,
    ...(input.selfDue === undefined ? {} : { self_due: input.selfDue }),
    ...(input.appraiseDue === undefined ? {} : { appraise_due: input.appraiseDue }),
  };
}
