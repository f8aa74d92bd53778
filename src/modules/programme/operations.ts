import Type from 'typebox';
import { writeCsv, writeXlsx, type Cell } from '#base/table-file/index.ts';
import { addDays, formatDay } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { catalogues, translatorOf } from '#base/text/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { ReportLine, TargetLine } from './model.ts';
import { mustFit } from './rules.ts';
import { addReport, addWithdrawal, findReport, isEvidence, listReports } from './store.ts';
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
  summary: 'A target with every value ever reported for it, corrected and withdrawn ones too.',
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
    return { target, reports: await listReports(ctx.db, id), mayReport };
  },
});

const MEGABYTES = 10;

/** Reports a value, or with `corrects` puts it in place of one that was wrong. */
export const reportValue = operation({
  name: 'programme.report-value',
  summary: 'Report the value of a target on a day with its source and evidence; a wrong report is corrected by a new one that names it.',
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
      evidence: Type.Optional(
        Type.Object(
          {
            name: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the file' }),
            content: Type.String({ maxLength: Math.ceil((MEGABYTES * 1_048_576 * 4) / 3), description: `The file as base64, at most ${MEGABYTES} MB` }),
          },
          closed,
        ),
      ),
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
    const wrong = corrects === undefined ? undefined : await countingReport(ctx, corrects, id);
    const report = newId();
    const unitId = await ownerOf(ctx, target);
    const document = evidence && (await keepDocument(ctx, { name: evidence.name, bytes: [Buffer.from(evidence.content, 'base64')], purpose: 'programme.evidence' }));
    const [factId = ''] = await record(ctx, [
      { kind: 'programme.value-reported', subject: report, unitId, day, value, data: { target: id, report }, ...(wrong === undefined ? {} : { corrects: wrong.factId }) },
    ]);
    await addReport(ctx.db, {
      id: report,
      target: id,
      unitId,
      value,
      day,
      source,
      documentId: document?.id ?? null,
      corrects: corrects ?? null,
      factId,
      reportedBy: personOf(ctx.actor) ?? null,
    });
    return { id: report };
  },
});

/** Withdraws a report; it stays to be read, with the reason. */
export const withdrawReport = operation({
  name: 'programme.withdraw-report',
  summary: 'Withdraw a reported value with a reason; the report stays in the history but no longer counts.',
  kind: 'write',
  http: 'POST /programme/reports/{id}/withdrawal',
  permission: 'programme.report-values',
  unit: async (ctx, { id }) => found(await findReport(ctx.db, id), 'programme.no-report').unitId,
  input: Type.Object(
    { id: Type.String({ format: 'uuid', description: 'Report' }), reason: Type.String({ minLength: 3, maxLength: 500, description: 'Why it no longer counts' }) },
    closed,
  ),
  output: Type.Object({ target: Type.String({ description: 'Target of the report' }) }, closed),
  trace: ({ id }, { target }) => ({ subject: id, detail: { target } }),
  run: async (ctx, { id, reason }) => {
    const report = await countingReport(ctx, id);
    await addWithdrawal(ctx.db, id, reason, personOf(ctx.actor) ?? null);
    await record(ctx, [
      { kind: 'programme.value-withdrawn', subject: id, unitId: report.unitId, day: report.day, data: { target: report.target, report: id }, corrects: report.factId },
    ]);
    return { target: report.target };
  },
});

async function countingReport(ctx: Ctx, id: string, target?: string) {
  const report = found(await findReport(ctx.db, id), 'programme.no-report');
  if (target !== undefined && report.target !== target) throw new Problem('missing', 'programme.no-report');
  if (!report.counts) throw new Problem('conflict', 'programme.report-replaced');
  return report;
}

/** Whether a document is evidence that the asker may open: whoever may read the targets may check them. */
export const readEvidence = operation({
  name: 'programme.read-evidence',
  summary: 'Check that a document is evidence of a reported value; the bytes are sent by /documents/{id}.',
  kind: 'read',
  http: 'GET /programme/evidence/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Document' }) }, closed),
  output: Type.Object({ id: Type.String({ description: 'Document' }) }, closed),
  run: async (ctx, { id }) => {
    if (!(await isEvidence(ctx.db, id))) throw new Problem('missing', 'document.no-document');
    return { id };
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
  input: Type.Object({ format: Type.Union([Type.Literal('csv'), Type.Literal('xlsx')], { description: 'Kind of file' }) }, closed),
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
    const bytes = format === 'csv' ? writeCsv(headers, rows) : writeXlsx(t('programme.title'), headers, rows);
    const mediaType = format === 'csv' ? 'text/csv' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    const document = await keepDocument(ctx, {
      name: `${t('programme.title')} ${ctx.today}.${format}`,
      bytes,
      purpose: 'programme.export',
      mediaType,
      retainUntil: addDays(ctx.today, 7),
    });
    return { documentId: document.id };
  },
});
