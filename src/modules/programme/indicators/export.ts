import Type from 'typebox';
import { formatDay } from '#base/day/index.ts';
import type { Cell } from '#base/table-file/index.ts';
import { catalogues, translatorOf } from '#base/text/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { readPlace } from '#kernel/set/index.ts';
import { FileFormat, keepTable } from '../file.ts';
import { getIndicator, listIndicators } from './catalogue.ts';
import { IndicatorKey, type Reading } from './model.ts';
import { readIndicatorChildren, readIndicatorValues } from './read.ts';

const closed = { additionalProperties: false };
const unitId = Type.String({ format: 'uuid', description: 'Unit; the city when left out' });
const day = Type.String({ format: 'date', description: 'Day; today when left out' });
const output = Type.Object({ documentId: Type.String({ description: 'The file, for /documents/{id}' }) }, closed);

/** The catalogue with the values of a unit as a file. */
export const exportIndicators = operation({
  name: 'programme.export-indicators',
  summary: 'A file (CSV or XLSX) of all indicators with their definitions and the values of a unit on a day.',
  kind: 'write',
  http: 'POST /programme/indicators/exports',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({ format: FileFormat, unitId: Type.Optional(unitId), day: Type.Optional(day) }, closed),
  output,
  trace: ({ format }) => ({ detail: { format } }),
  run: async (ctx, { format, unitId: asked, day: on = ctx.today }) => {
    const t = translatorOf(catalogues(ctx.services.root), ctx.locale);
    const { unit } = await readPlace(ctx.db, asked, on, ctx.today);
    const indicators = await listIndicators(ctx, { day: on });
    const values = await readIndicatorValues(
      ctx,
      indicators.map(({ key }) => ({ indicator: key, unitId: unit.id, day: on })),
    );
    const vi = ctx.locale === 'vi';
    const headers = ['key', 'name', 'definition', 'owner', 'source', 'checked', 'unit-of-measure', 'state', 'value', 'numerator', 'denominator', 'as-of'].map((name) =>
      t(`indicators.col-${name}`),
    );
    const rows = indicators.map((one, index): Cell[] => [
      one.key,
      vi ? one.nameVi : one.nameEn,
      vi ? one.definitionVi : one.definitionEn,
      vi ? one.owner.nameVi : one.owner.nameEn,
      one.source,
      t(one.verified ? 'programme.verified' : 'programme.unverified'),
      vi ? one.unitVi : one.unitEn,
      ...cellsOf(values[index], t),
    ]);
    return { documentId: await keepTable(ctx, format, t('indicators.title'), headers, rows) };
  },
});

/** One indicator by units as a file. */
export const exportIndicator = operation({
  name: 'programme.export-indicator',
  summary: 'A file (CSV or XLSX) of an indicator on a day: the unit first, then every unit directly under it.',
  kind: 'write',
  http: 'POST /programme/indicators/{key}/exports',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({ key: IndicatorKey, format: FileFormat, unitId: Type.Optional(unitId), day: Type.Optional(day) }, closed),
  output,
  trace: ({ key, format }) => ({ detail: { indicator: key, format } }),
  run: async (ctx, { key, format, unitId: asked, day: on = ctx.today }) => {
    const t = translatorOf(catalogues(ctx.services.root), ctx.locale);
    const { unit } = await readPlace(ctx.db, asked, on, ctx.today);
    const indicator = await getIndicator(ctx, key, on);
    const ask = { indicator: key, unitId: unit.id, day: on };
    const [whole] = await readIndicatorValues(ctx, [ask]);
    const lines = [{ nameVi: unit.nameVi, nameEn: unit.nameEn, reading: whole }, ...(await readIndicatorChildren(ctx, ask)).map((child) => ({ ...child, reading: child }))];
    const headers = [t('figures.unit'), ...['state', 'value', 'numerator', 'denominator', 'as-of'].map((name) => t(`indicators.col-${name}`))];
    const rows = lines.map(({ nameVi, nameEn, reading }): Cell[] => [ctx.locale === 'vi' ? nameVi : nameEn, ...cellsOf(reading, t)]);
    return { documentId: await keepTable(ctx, format, ctx.locale === 'vi' ? indicator.nameVi : indicator.nameEn, headers, rows) };
  },
});

function cellsOf(reading: Reading | undefined, t: (key: string) => string): Cell[] {
  if (reading === undefined) return [null, null, null, null, null];
  const { state, value, numerator, denominator, asOf } = reading;
  return [t(`indicators.state-${state}`), value, numerator, denominator, asOf === null ? null : formatDay(asOf)];
}
