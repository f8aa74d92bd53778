import type { Day } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { record } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getUnit, personOf } from '#kernel/org/index.ts';
import type { Indicator } from '../indicators/model.ts';
import { mustFitMeasure, periodOf } from '../indicators/rules.ts';
import { reports } from './rules.ts';
import { addReport, findReport, listReports, lockPeriod, type KnownReport } from './store.ts';

/** A file that proves a value, as base64. */
export type EvidenceFile = { name: string; content: string };

/** A value to be reported; without `period` (its first day) the one that `day` lies in. */
export type Reporting = {
  indicator: Indicator;
  unitId: string;
  target?: string;
  value: number;
  day: Day;
  source: string;
  evidence: readonly EvidenceFile[];
  corrects?: string | undefined;
};

/** Keeps a reported value with its evidence and the fact of it; returns the report. What is wrong with it was found before. */
export async function keepReport(ctx: Ctx, { indicator, unitId, target, value, day, source, evidence, corrects }: Reporting): Promise<string> {
  const earlier = corrects === undefined ? undefined : await countingReport(ctx, corrects, indicator.key);
  const id = newId();
  const documents: string[] = [];
  for (const file of evidence) documents.push((await keepDocument(ctx, { name: file.name, bytes: [Buffer.from(file.content, 'base64')], purpose: 'programme.evidence' })).id);
  const data = { indicator: indicator.key, report: id, ...(target === undefined ? {} : { target }) };
  const [factId = ''] = await record(ctx, [
    { kind: 'programme.value-reported', subject: id, unitId, day, value, data, ...(earlier === undefined ? {} : { corrects: earlier.factId }) },
  ]);
  const period = periodOf(day, indicator.periodicity);
  const who = { reportedBy: personOf(ctx.actor) ?? null, reportedAt: ctx.now };
  const row = {
    id,
    indicator: indicator.key,
    target: target ?? null,
    unitId,
    periodFrom: period.from,
    periodTo: period.to,
    value,
    day,
    source,
    corrects: corrects ?? null,
    factId,
    ...who,
  };
  await addReport(ctx.db, row, documents);
  return id;
}

/** Refuses a report that a unit does not owe, for a period that has not begun, or of a value that cannot be; also a second one for the same period. */
export async function mustBeReportable(ctx: Ctx, { indicator, unitId, value, day, corrects }: Reporting, period: Day): Promise<void> {
  if (indicator.formula.kind !== 'reported') throw new Problem('conflict', 'reports.counted');
  const unit = await getUnit(ctx.db, unitId, ctx.today);
  if (!reports(indicator, { unitId, kind: unit.kind })) throw new Problem('conflict', 'reports.not-a-reporter', { unit: unit.nameVi });
  const { from, to } = periodOf(period, indicator.periodicity);
  if (from !== period) throw wrong('/period', 'reports.no-period');
  if (from > ctx.today) throw wrong('/period', 'reports.period-to-come');
  if (day < from || day >= to) throw wrong('/day', 'reports.day-outside');
  if (day > ctx.today) throw wrong('/day', 'programme.day-to-come');
  mustFitMeasure(indicator.measure, value);
  await lockPeriod(ctx.db, indicator.key, unitId, from);
  const others = await listReports(ctx.db, { indicator: indicator.key, unitId, periodFrom: from, limit: 50 });
  const standing = others.find(({ state }) => state !== 'corrected' && state !== 'withdrawn');
  if (standing !== undefined && standing.id !== corrects) throw new Problem('conflict', 'reports.already', { name: standing.reportedBy ?? 'Khuê' });
}

/** The report of that id if it counts; throws `missing`, or `conflict` when it was corrected or withdrawn. */
export async function countingReport(ctx: Pick<Ctx, 'db'>, id: string, indicator?: string): Promise<KnownReport> {
  const report = found(await findReport(ctx.db, id), 'programme.no-report');
  if (indicator !== undefined && report.indicator !== indicator) throw new Problem('missing', 'programme.no-report');
  if (report.state === 'corrected' || report.state === 'withdrawn') throw new Problem('conflict', 'programme.report-replaced');
  return report;
}

function wrong(at: string, code: string): Problem {
  return new Problem('invalid', 'operation.input-invalid', {}, [{ at, code }]);
}
