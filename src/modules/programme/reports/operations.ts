import { pagesOf } from '#base/db/index.ts';
import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, PageNumber, paged } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { getIndicator } from '../indicators/catalogue.ts';
import { Indicator, IndicatorKey } from '../indicators/model.ts';
import { mustFitMeasure } from '../indicators/rules.ts';
import { countingReport, keepReport, mustBeReportable } from './acts.ts';
import { OUTCOMES, ReportLine } from './model.ts';
import { addAppraisal, addWithdrawal, countReports, findReport, isEvidence, listReports } from './store.ts';

const closed = { additionalProperties: false };
const reportId = Type.String({ format: 'uuid', description: 'Report' });

/** Files that prove a value: at most 5 of 10 MB, never a program. */
export const evidenceFile = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the file' }),
    content: Type.String({ maxLength: Math.ceil((10 * 1_048_576 * 4) / 3), description: 'The file as base64, at most 10 MB' }),
  },
  closed,
);

/** Reports the value of an indicator for a period, or with `corrects` puts it in place of one that was wrong or returned. */
export const reportIndicator = operation({
  name: 'programme.report-indicator',
  summary: 'Report the value of an indicator for a unit and a period with its source and evidence; a wrong or returned report is corrected by a new one that names it.',
  kind: 'write',
  http: 'POST /programme/indicators/{indicator}/reports',
  permission: 'programme.report-values',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      indicator: IndicatorKey,
      unitId: Type.String({ format: 'uuid', description: 'Unit that the value is of' }),
      period: Type.String({ format: 'date', description: 'First day of the period' }),
      value: Type.Number({ description: 'Percent from 0 to 100, number, rank from 1, or for a milestone 1 (reached) or 0' }),
      day: Type.String({ format: 'date', description: 'Day of the period on which the value held, not later than today' }),
      source: Type.String({ minLength: 3, maxLength: 500, description: 'Where the value comes from: document, number, date' }),
      evidence: Type.Optional(Type.Array(evidenceFile, { maxItems: 5, description: 'Files that prove it' })),
      corrects: Type.Optional(Type.String({ format: 'uuid', description: 'Report that this one takes the place of' })),
    },
    closed,
  ),
  output: Type.Object({ id: Type.String({ description: 'Report' }) }, closed),
  trace: (input, output) => ({ subject: output.id, unitId: input.unitId, detail: { indicator: input.indicator, value: input.value, day: input.day } }),
  run: async (ctx, { indicator: key, period, evidence = [], ...rest }) => {
    const reporting = { ...rest, indicator: await getIndicator(ctx, key), evidence };
    await mustBeReportable(ctx, reporting, period);
    return { id: await keepReport(ctx, reporting) };
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
  input: Type.Object({ id: reportId, reason: Type.String({ minLength: 3, maxLength: 500, description: 'Why it no longer counts' }) }, closed),
  output: Type.Object({ indicator: Type.String({ description: 'Indicator of the report' }) }, closed),
  trace: ({ id }, { indicator }) => ({ subject: id, detail: { indicator } }),
  run: async (ctx, { id, reason }) => {
    const { indicator, unitId, day, factId } = await countingReport(ctx, id);
    await addWithdrawal(ctx.db, id, reason, personOf(ctx.actor) ?? null);
    await record(ctx, [{ kind: 'programme.value-withdrawn', subject: id, unitId, day, data: { indicator, report: id }, corrects: factId }]);
    return { indicator };
  },
});

/** Appraises a report: accepts it, changes its value with a reason (both stay to be read), or returns it with a reason. */
export const appraiseReport = operation({
  name: 'programme.appraise-report',
  summary: 'Accept a reported value, change it with a reason, or return it with a reason; both values stay to be read. Nobody appraises a value of their own.',
  kind: 'write',
  http: 'POST /programme/reports/{id}/appraisals',
  permission: 'programme.appraise-values',
  unit: async (ctx, { id }) => found(await findReport(ctx.db, id), 'programme.no-report').unitId,
  input: Type.Object(
    {
      id: reportId,
      outcome: Type.Enum([...OUTCOMES], { description: 'accepted, changed or returned' }),
      value: Type.Optional(Type.Number({ description: 'The value it is changed to' })),
      reason: Type.Optional(Type.String({ maxLength: 1000, description: 'Why it is changed or returned' })),
      basedOn: Type.Integer({ minimum: 0, description: 'How many appraisals of the report the appraiser had before them' }),
    },
    closed,
  ),
  output: Type.Object({ number: Type.Integer({ description: 'Number of the appraisal' }) }, closed),
  trace: ({ id, outcome }) => ({ subject: id, detail: { outcome } }),
  run: async (ctx, { id, outcome, value, reason = '', basedOn }) => {
    const report = await countingReport(ctx, id);
    const by = personOf(ctx.actor) ?? null;
    if (by !== null && by === report.reportedBy) throw new Problem('forbidden', 'reports.own-report');
    if (report.appraisals !== basedOn) throw new Problem('conflict', 'reports.appraised-meanwhile');
    if (outcome !== 'accepted' && reason.trim().length < 3) throw wrong('/reason', 'reports.reason-missing');
    if (outcome === 'changed' && value === undefined) throw wrong('/value', 'operation.input.required');
    if (outcome === 'changed' && value === report.value) throw wrong('/value', 'reports.value-same');
    const indicator = await getIndicator(ctx, report.indicator);
    if (outcome === 'changed' && value !== undefined) mustFitMeasure(indicator.measure, value);
    const number = report.appraisals + 1;
    const held = outcome === 'changed' ? (value ?? null) : null;
    const { unitId, day } = report;
    const data = { indicator: report.indicator, report: id, number, outcome };
    // An appraisal that changes what stood corrects it: a value published before is then restated as corrected.
    const corrects = outcome === 'changed' || report.appraisals > 0 ? { corrects: report.lastFactId } : {};
    const [factId = ''] = await record(ctx, [
      { kind: 'programme.value-appraised', subject: id, unitId, day, ...(outcome === 'returned' ? {} : { value: held ?? report.value }), data, ...corrects },
    ]);
    await addAppraisal(ctx.db, { id: newId(), reportId: id, number, outcome, value: held, reason: reason.trim(), factId, by, at: ctx.now });
    const told = { values: { indicator: indicator.nameVi }, href: `/reports/${id}`, email: outcome === 'returned' };
    const key = { accepted: 'reports.told-accepted', changed: 'reports.told-changed', returned: 'reports.told-returned' }[outcome];
    if (report.reportedBy !== null) await notify(ctx, { to: [report.reportedBy], key, ...told });
    return { number };
  },
});

const PAGE = 25;

/** Reports in the appraiser's units. */
export const listReportsToAppraise = operation({
  name: 'programme.list-reports',
  summary: 'Reported values of the units that the asker appraises, newest first, by state.',
  kind: 'read',
  http: 'GET /programme/reports',
  permission: 'programme.appraise-values',
  input: Type.Object(
    {
      state: Type.Optional(Type.Enum(['self-reported', ...OUTCOMES], { description: 'Only those in this state' })),
      indicator: Type.Optional(IndicatorKey),
      page: PageNumber,
    },
    closed,
  ),
  output: Type.Object(
    {
      reports: Type.Array(Type.Object({ report: ReportLine, indicator: Indicator }, closed), { description: 'Newest first' }),
      ...paged,
    },
    closed,
  ),
  run: async (ctx, { state, indicator, page = 1 }) => {
    const within = { actor: ctx.actor, permission: 'programme.appraise-values', today: ctx.today };
    // Nobody appraises what they reported themselves.
    const filter = { state, indicator, within, notBy: personOf(ctx.actor), skip: (page - 1) * PAGE, limit: PAGE };
    const reports = await listReports(ctx.db, filter);
    const known = new Map<string, Indicator>();
    for (const key of new Set(reports.map((one) => one.indicator))) known.set(key, await getIndicator(ctx, key));
    const total = await countReports(ctx.db, filter);
    return {
      reports: reports.flatMap((report) => {
        const about = known.get(report.indicator);
        return about === undefined ? [] : [{ report, indicator: about }];
      }),
      total,
      page,
      pages: pagesOf(total, PAGE),
    };
  },
});

/** Everything reported for an indicator in a unit. */
export const listIndicatorReports = operation({
  name: 'programme.list-indicator-reports',
  summary: 'Everything ever reported for an indicator in a unit, corrected, returned and withdrawn values too, newest first.',
  kind: 'read',
  http: 'GET /programme/indicators/{key}/reports',
  permission: 'signed-in',
  input: Type.Object({ key: IndicatorKey, unitId: Type.String({ format: 'uuid', description: 'Unit' }) }, closed),
  output: Type.Array(ReportLine),
  run: (ctx, { key, unitId }) => listReports(ctx.db, { indicator: key, unitId, limit: 200 }),
});

/** One report with its indicator and everything reported for the same unit. */
export const readReport = operation({
  name: 'programme.read-report',
  summary: 'A reported value with its evidence and appraisals, and everything else reported for the same indicator and unit.',
  kind: 'read',
  http: 'GET /programme/reports/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: reportId }, closed),
  output: Type.Object(
    {
      report: ReportLine,
      indicator: Indicator,
      history: Type.Array(ReportLine, { description: 'Newest first, this one too' }),
      mayReport: Type.Boolean({ description: 'Whether the asker may correct or withdraw it' }),
      mayAppraise: Type.Boolean({ description: 'Whether the asker may appraise it' }),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const [report] = await listReports(ctx.db, { id, limit: 1 });
    const known = await findReport(ctx.db, id);
    const { unit, indicator: key, state } = found(report, 'programme.no-report');
    const open = state !== 'corrected' && state !== 'withdrawn';
    const own = known?.reportedBy !== null && known?.reportedBy === personOf(ctx.actor);
    return {
      report: found(report, 'programme.no-report'),
      indicator: await getIndicator(ctx, key),
      history: await listReports(ctx.db, { indicator: key, unitId: unit.id, limit: 200 }),
      mayReport: open && (await may(ctx.db, ctx.actor, 'programme.report-values', unit.id, ctx.today)),
      mayAppraise: open && !own && (await may(ctx.db, ctx.actor, 'programme.appraise-values', unit.id, ctx.today)),
    };
  },
});

/** Whether a document is evidence that the asker may open: whoever may read the indicators may check them. */
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

function wrong(at: string, code: string): Problem {
  return new Problem('invalid', 'operation.input-invalid', {}, [{ at, code }]);
}
