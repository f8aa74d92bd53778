import Type from 'typebox';
import type { Cell } from '#base/table-file/index.ts';
import { formatDay } from '#base/day/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { catalogues, translatorOf } from '#base/text/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { may } from '#kernel/org/index.ts';
import { FileFormat, keepTable } from './file.ts';
import { getIndicator } from './indicators/index.ts';
import { TargetLine } from './model.ts';
import { keepReport } from './reports/acts.ts';
import { ReportLine } from './reports/model.ts';
import { evidenceFile } from './reports/operations.ts';
import { listReports } from './reports/store.ts';
import { mustFit } from './rules.ts';
import { getTarget, listTargetLines, ownerOf } from './targets.ts';

const closed = { additionalProperties: false };
const targetId = Type.String({ maxLength: 100, description: 'Target, as in content/targets' });

/** All targets with how they stand. */
export const listTargets = operation({
  name: 'programme.list-targets',
  summary: 'The targets of the programme with their newest value and how they stand today, what needs attention first.',
  kind: 'read',
  http: 'GET /programme/targets',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(TargetLine),
  run: (ctx) => listTargetLines(ctx),
});

/** One target with everything reported for it. */
export const readTarget = operation({
  name: 'programme.read-target',
  summary: 'A target with every value ever reported for its indicator, corrected and withdrawn ones too.',
  kind: 'read',
  http: 'GET /programme/targets/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: targetId }, closed),
  output: Type.Object(
    { target: TargetLine, reports: Type.Array(ReportLine, { description: 'Newest first' }), mayReport: Type.Boolean({ description: 'Whether the asker may report a value' }) },
    closed,
  ),
  run: async (ctx, { id }) => {
    const target = found(
      (await listTargetLines(ctx)).find((one) => one.id === id),
      'programme.no-target',
    );
    const mayReport = target.set === null && (await may(ctx.db, ctx.actor, 'programme.report-values', target.owner.unitId, ctx.today));
    return { target, reports: await listReports(ctx.db, { indicator: target.indicator, unitId: target.owner.unitId, limit: 500 }), mayReport };
  },
});

/** Reports a value of a target's indicator, or with `corrects` puts it in place of one that was wrong. */
export const reportValue = operation({
  name: 'programme.report-value',
  summary: 'Report the value of a target’s indicator on a day with its source and evidence; a wrong report is corrected by a new one that names it.',
  kind: 'write',
  http: 'POST /programme/targets/{target}/reports',
  permission: 'programme.report-values',
  unit: (ctx, { target }) => ownerOf(ctx, getTarget(target)),
  input: Type.Object(
    {
      target: targetId,
      value: Type.Number({ description: 'Percent from 0 to 100, rank from 1, or for a milestone 1 (reached) or 0' }),
      day: Type.String({ format: 'date', description: 'Day on which the value held, not later than today' }),
      source: Type.String({ minLength: 3, maxLength: 500, description: 'Where the value comes from: document, number, date' }),
      evidence: Type.Optional(evidenceFile),
      corrects: Type.Optional(Type.String({ format: 'uuid', description: 'Report that this one takes the place of' })),
    },
    closed,
  ),
  output: Type.Object({ id: Type.String({ description: 'Report' }) }, closed),
  trace: (input, output) => ({ subject: output.id, detail: { target: input.target, value: input.value, day: input.day } }),
  run: async (ctx, { target: id, value, day, source, evidence, corrects }) => {
    const target = getTarget(id);
    if (target.how !== 'reported') throw new Problem('conflict', 'programme.counted');
    mustFit(target, { value, day }, ctx.today);
    const indicator = await getIndicator(ctx, target.indicator);
    const unitId = await ownerOf(ctx, target);
    const files = evidence === undefined ? [] : [evidence];
    return { id: await keepReport(ctx, { indicator, unitId, target: id, value, day, source, evidence: files, corrects }) };
  },
});

/** A file of all targets with how they stand. */
export const exportTargets = operation({
  name: 'programme.export-targets',
  summary: 'A file (CSV or XLSX) of all targets with their newest value and how they stand.',
  kind: 'write',
  http: 'POST /programme/targets/exports',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({ format: FileFormat }, closed),
  output: Type.Object({ documentId: Type.String({ description: 'The file, for /documents/{id}' }) }, closed),
  trace: ({ format }) => ({ detail: { format } }),
  run: async (ctx, { format }) => {
    const t = translatorOf(catalogues(ctx.services.root), ctx.locale);
    const headers = [
      t('programme.target'),
      t('programme.aim'),
      t('programme.due'),
      t('programme.now'),
      t('programme.now-day'),
      t('programme.standing'),
      t('programme.owner'),
      t('programme.document'),
      t('programme.source'),
    ];
    const rows = (await listTargetLines(ctx)).map((line): Cell[] => [
      ctx.locale === 'vi' ? line.titleVi : line.titleEn,
      line.value,
      formatDay(line.due),
      line.latest?.value ?? null,
      line.latest === null ? null : formatDay(line.latest.day),
      t(`programme.standing-${line.standing}`),
      ctx.locale === 'vi' ? line.owner.nameVi : line.owner.nameEn,
      line.document,
      line.source,
    ]);
    return { documentId: await keepTable(ctx, format, t('programme.title'), headers, rows) };
  },
});
