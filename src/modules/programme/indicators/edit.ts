import Type, { type Static } from 'typebox';
import { addMonths } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { slug } from '#base/text/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getRoot, getUnit, personOf } from '#kernel/org/index.ts';
import { findSet } from '#kernel/set/index.ts';
import { Child, Formula, IndicatorKey, MEASURES, PERIODICITIES, Point, Reading, type Indicator } from './model.ts';
import { gridWith, trendWith, valuesWith } from './read.ts';
import { formulaErrors, none, versionOn } from './rules.ts';
import { addVersions, listVersions, type NewVersion } from './store.ts';

const closed = { additionalProperties: false };
const day = (description: string) => Type.String({ format: 'date', description });
const text = (maxLength: number, description: string, minLength = 0) => Type.String({ minLength, maxLength, description });

const definition = {
  from: day('First day on which this version holds'),
  nameVi: text(200, 'Vietnamese name', 3),
  nameEn: Type.Optional(text(200, 'English name; the Vietnamese one when left out')),
  definitionVi: text(2000, 'Definition in Vietnamese', 10),
  definitionEn: Type.Optional(text(2000, 'Definition in English; the Vietnamese one when left out')),
  formula: Formula,
  measure: Type.Enum([...MEASURES], { description: 'percent, number, rank or milestone' }),
  unitVi: Type.Optional(text(40, 'Unit of measure in Vietnamese')),
  unitEn: Type.Optional(text(40, 'Unit of measure in English; the Vietnamese one when left out')),
  decimals: Type.Integer({ minimum: 0, maximum: 4, description: 'Digits shown after the comma' }),
  direction: Type.Enum(['higher', 'lower'], { description: 'Which values are better' }),
  ownerId: Type.String({ format: 'uuid', description: 'Unit that answers for it' }),
  reporters: Type.Optional(Type.Array(text(40, 'Kind of unit'), { maxItems: 15, description: 'Kinds of unit that each report their own value; none: the owner reports' })),
  reportingFrom: Type.Optional(day('First day of the first period that is reported; the begin of the version when left out')),
  periodicity: Type.Enum([...PERIODICITIES], { description: 'How often it is read or reported' }),
  termWorkingDays: Type.Integer({ minimum: 0, maximum: 60, description: 'Working days after the end of a period by which it is reported' }),
  source: text(500, 'Document or system it comes from', 3),
  qualityVi: Type.Optional(text(1000, 'Note on quality in Vietnamese')),
  qualityEn: Type.Optional(text(1000, 'Note on quality in English')),
  verified: Type.Boolean({ description: 'Whether the definition was checked against an official text' }),
};

const Definition = Type.Object(
  {
    key: Type.Optional(IndicatorKey),
    basedOn: Type.Integer({ minimum: 0, description: 'Number of the newest version that the editor saw; 0 for a new indicator' }),
    reason: Type.Optional(text(500, 'Why it is changed; needed from the second version on')),
    ...definition,
  },
  closed,
);

/** What a definition gives, before it is saved: everything is checked as it is on saving. */
export const previewIndicator = operation({
  name: 'programme.preview-indicator',
  summary: 'Check a definition as on saving, and read what it gives today for the city, for the units under it and over the last twelve months; saves nothing.',
  kind: 'read',
  http: 'POST /programme/indicators/preview',
  permission: 'programme.edit-indicators',
  unit: (_ctx, { ownerId }) => ownerId,
  input: Definition,
  output: Type.Object(
    {
      reading: Reading,
      children: Type.Array(Child, { description: 'The units directly under the city' }),
      trend: Type.Array(Point, { description: 'The last twelve months' }),
    },
    closed,
  ),
  run: async (ctx, input) => {
    const reading = await mustBeSound(ctx, input);
    const root = await getRoot(ctx.db, ctx.today);
    const versions = new Map([['preview', [draftOf(input.formula, input.periodicity, root.id)]]]);
    const rows = await gridWith(ctx, versions, { indicator: 'preview', unitId: root.id, days: [ctx.today] });
    const trend = await trendWith(ctx, versions, { indicator: 'preview', unitId: root.id, from: addMonths(ctx.today, -11), to: ctx.today, period: 'month' });
    return { reading, children: rows.map(({ values, ...unit }) => ({ ...unit, ...(values[0] ?? none('no-data')) })), trend };
  },
});

/** A counted value is a number or a percentage; it is divided by something, and a percentage does not exceed 100. */
function mustMakeSense(formula: Formula, measure: Indicator['measure'], reading: Reading): void {
  if (formula.kind === 'reported') return;
  if (measure === 'rank' || measure === 'milestone') throw wrong('/measure', 'indicators.measure-counted');
  if (reading.state === 'no-denominator') throw wrong('/formula/denominator', 'indicators.zero-denominator');
  if (measure === 'percent' && reading.value !== null && (reading.value > 100 || reading.value < 0)) throw wrong('/formula', 'indicators.over-hundred', { value: reading.value });
}

function draftOf(formula: Formula, periodicity: Indicator['periodicity'], unitId: string): Indicator {
  const blank = { nameVi: '', nameEn: '', definitionVi: '', definitionEn: '', unitVi: '', unitEn: '', qualityVi: '', qualityEn: '', source: '', reason: '', version: '' };
  const owner = { unitId, nameVi: '', nameEn: '' };
  const range = { validFrom: '0001-01-01', validTo: 'infinity', reportingFrom: '0001-01-01', createdBy: null, createdAt: '0001-01-01T00:00:00Z' };
  return {
    ...blank,
    ...range,
    owner,
    key: 'preview',
    number: 0,
    retired: false,
    formula,
    measure: 'number',
    decimals: 0,
    direction: 'higher',
    reporters: [],
    periodicity,
    termWorkingDays: 0,
    verified: false,
  };
}

/** Adds an indicator, or a version of one from a day on. */
export const defineIndicator = operation({
  name: 'programme.define-indicator',
  summary: 'Add an indicator, or with its key a new version of it that holds from a day on; earlier versions stay to be read.',
  kind: 'write',
  http: 'POST /programme/indicators',
  permission: 'programme.edit-indicators',
  unit: (_ctx, { ownerId }) => ownerId,
  input: Definition,
  output: Type.Object({ key: Type.String({ description: 'Key of the indicator' }), number: Type.Integer({ description: 'Number of the version' }) }, closed),
  trace: (_input, { key, number }) => ({ detail: { indicator: key, number } }),
  run: async (ctx, input) => {
    await mustBeSound(ctx, input);
    const key = input.key ?? (await freeKey(ctx, input.nameVi));
    const number = input.basedOn + 1;
    await keepVersion(ctx, versionFrom(input, key, number, personOf(ctx.actor) ?? null), 'programme.indicator-defined');
    return { key, number };
  },
});

/** Ends an indicator from a day on; what was read and reported stays. */
export const retireIndicator = operation({
  name: 'programme.retire-indicator',
  summary: 'No longer keep an indicator from a day on; its versions and values stay to be read.',
  kind: 'write',
  http: 'POST /programme/indicators/{key}/retirement',
  permission: 'programme.edit-indicators',
  unit: async (ctx, { key }) => (await listVersions(ctx.db, ctx.today, [key])).at(-1)?.owner.unitId,
  input: Type.Object(
    {
      key: IndicatorKey,
      from: day('First day on which it is no longer kept'),
      reason: text(500, 'Why', 3),
      basedOn: Type.Integer({ minimum: 1, description: 'Number of the newest version seen' }),
    },
    closed,
  ),
  output: Type.Object({ number: Type.Integer({ description: 'Number of the version' }) }, closed),
  trace: ({ key }, { number }) => ({ detail: { indicator: key, number } }),
  run: async (ctx, { key, from, reason, basedOn }) => {
    const versions = await listVersions(ctx.db, ctx.today, [key]);
    mustFollow(versions, basedOn, key);
    const last = versionOn(versions, from);
    if (last === undefined) throw new Problem('missing', 'indicators.no-indicator', { key });
    if (last.retired) throw new Problem('conflict', 'indicators.retired-already');
    const { version: _version, validTo: _validTo, owner, createdBy: _createdBy, createdAt: _createdAt, ...kept } = last;
    const next = {
      ...kept,
      id: newId(),
      number: basedOn + 1,
      validFrom: from,
      retired: true,
      reason,
      ownerId: owner.unitId,
      contentHash: null,
      createdBy: personOf(ctx.actor) ?? null,
    };
    await keepVersion(ctx, next, 'programme.indicator-retired');
    return { number: next.number };
  },
});

async function keepVersion(ctx: Ctx, version: NewVersion, kind: string): Promise<void> {
  await addVersions(ctx.db, [version]);
  const { id, ownerId, key, number } = version;
  await record(ctx, [{ kind, subject: id, unitId: ownerId, day: ctx.today, data: { indicator: key, number } }]);
}

/** Refuses an edit of something else than what the editor saw. */
function mustFollow(versions: readonly Indicator[], basedOn: number, key: string): void {
  const newest = versions.at(-1);
  if ((newest?.number ?? 0) === basedOn) return;
  if (newest === undefined) throw new Problem('missing', 'indicators.no-indicator', { key });
  throw new Problem('conflict', 'indicators.changed-meanwhile', { name: newest.createdBy ?? 'Khuê' });
}

/** Refuses a definition that cannot be saved, each fault at its place; returns what it gives today for the city. */
async function mustBeSound(ctx: Ctx, { formula, measure, periodicity, ownerId, key, basedOn, reason = '' }: Static<typeof Definition>): Promise<Reading> {
  const errors = formulaErrors(formula, findSet);
  if (errors.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, errors);
  await getUnit(ctx.db, ownerId, ctx.today);
  if (key !== undefined) mustFollow(await listVersions(ctx.db, ctx.today, [key]), basedOn, key);
  if (basedOn > 0 && reason.trim().length < 3) throw wrong('/reason', 'indicators.reason-missing');
  const root = await getRoot(ctx.db, ctx.today);
  const versions = new Map([['preview', [draftOf(formula, periodicity, root.id)]]]);
  const [value] = await valuesWith(ctx, versions, [{ indicator: 'preview', unitId: root.id, day: ctx.today }]);
  const { state, value: number, numerator, denominator, asOf } = value ?? none('no-data');
  const reading = { state, value: number, numerator, denominator, asOf };
  mustMakeSense(formula, measure, reading);
  return reading;
}

/** A key made of the name, with a number behind it where it is taken. */
async function freeKey(ctx: Ctx, name: string): Promise<string> {
  const base = slug(name, 60) || 'chi-tieu';
  const taken = new Set((await listVersions(ctx.db, ctx.today)).map(({ key }) => key));
  for (let n = 1; ; n += 1) {
    const key = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(key)) return key;
  }
}

function versionFrom(input: Static<typeof Definition>, key: string, number: number, createdBy: string | null): NewVersion {
  const {
    from,
    nameVi,
    nameEn,
    definitionVi,
    definitionEn,
    unitVi = '',
    unitEn,
    reporters = [],
    reportingFrom,
    qualityVi = '',
    qualityEn,
    reason = '',
    basedOn: _basedOn,
    ...rest
  } = input;
  return {
    ...rest,
    id: newId(),
    key,
    number,
    validFrom: from,
    retired: false,
    nameVi,
    nameEn: nameEn ?? nameVi,
    definitionVi,
    definitionEn: definitionEn ?? definitionVi,
    unitVi,
    unitEn: unitEn ?? unitVi,
    reporters,
    reportingFrom: reportingFrom ?? from,
    qualityVi,
    qualityEn: qualityEn ?? qualityVi,
    reason: reason.trim(),
    contentHash: null,
    createdBy,
  };
}

function wrong(at: string, code: string, values: Record<string, string | number> = {}): Problem {
  return new Problem('invalid', 'operation.input-invalid', {}, [{ at, code, values }]);
}
