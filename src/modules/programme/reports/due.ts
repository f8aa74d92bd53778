import Type from 'typebox';
import { found } from '#base/problem/index.ts';
import { currentCalendar, workingDaysBetween } from '#kernel/calendar/index.ts';
import { awaits, type Awaiting, type Awaits } from '#kernel/manifest/index.ts';
import { operation, type Ctx, PageNumber, paged } from '#kernel/operation/index.ts';
import { getUnit, listRoles, mayAnywhere, personOf, rootsOf } from '#kernel/org/index.ts';
import { all, asOneRow, inTransaction, pagesOf } from '#base/db/index.ts';
import { fresh } from '#kernel/set/index.ts';
import { addDigestParts } from '../digest/store.ts';
import { getIndicator, listIndicators } from '../indicators/catalogue.ts';
import { Indicator, IndicatorKey } from '../indicators/model.ts';
import { endedPeriods, periodOf } from '../indicators/rules.ts';
import { DUE_STATES, DueReport, ReportLine } from './model.ts';
import { dueReports, isOpen, type Reporter } from './rules.ts';
import { listReminded, noteReminders, type Reminder } from './reminder-store.ts';
import { listHolders, listReporters, listReports, reportCount, reporterRows, standingRows } from './store.ts';

const closed = { additionalProperties: false };
const PAGE = 25;

/** Working days before the last day on which a report is reminded of. */
const AHEAD_WORKING_DAYS = 3;

/** What is known of what units owe before any unit is read: indicators that are reported, and the first day they are reported for. */
async function reportedOf(ctx: Pick<Ctx, 'db' | 'actor' | 'today'>) {
  const indicators = (await listIndicators(ctx)).filter(({ formula }) => formula.kind === 'reported');
  return { indicators, first: indicators.map(({ reportingFrom }) => reportingFrom).toSorted()[0] ?? ctx.today };
}

/** What the units owe today; `units` as they stand. */
async function dueOf(ctx: Pick<Ctx, 'db' | 'actor' | 'today' | 'services'>, units: Reporter[]): Promise<DueReport[]> {
  const { indicators, first } = await reportedOf(ctx);
  const kinds = new Set(indicators.flatMap(({ reporters }) => reporters));
  const owners = new Set(indicators.map(({ owner }) => owner.unitId));
  const asked = units.filter(({ unitId, kind }) => kinds.has(kind) || owners.has(unitId));
  const ids = asked.map(({ unitId }) => unitId);
  const standing = await all(ctx.db, standingRows(ids, first));
  return dueReports(indicators, asked, standing, ctx.today, await currentCalendar(ctx.db, ctx.services.root));
}

/** What one unit owes today. */
export async function dueOfUnit(ctx: Pick<Ctx, 'db' | 'actor' | 'today' | 'services'>, unitId: string): Promise<DueReport[]> {
  return dueOf(ctx, await listReporters(ctx.db, [unitId], false, ctx.today));
}

/** What the units of the asker owe. */
export const listDueReports = operation({
  name: 'programme.list-due-reports',
  summary: 'The reports that the asker’s units owe for the periods that have ended, with the last day and how each stands; late ones first.',
  kind: 'read',
  http: 'GET /programme/reports/due',
  permission: 'programme.report-values',
  input: Type.Object(
    {
      state: Type.Optional(Type.Enum(['open', ...DUE_STATES], { description: 'open: still to be done; or one state' })),
      under: Type.Optional(Type.Boolean({ description: 'Also the units below the asker’s own' })),
      page: PageNumber,
    },
    closed,
  ),
  output: Type.Object(
    {
      reports: Type.Array(DueReport, { description: 'Late ones first' }),
      ...paged,
    },
    closed,
  ),
  run: async (ctx, { state, under = false, page = 1 }) => {
    const due = await dueOf(ctx, await listReporters(ctx.db, rootsOf(ctx.actor, 'programme.report-values'), under, ctx.today));
    const chosen = due.filter((one) => state === undefined || (state === 'open' ? isOpen(one.state) : one.state === state));
    return { reports: chosen.slice((page - 1) * PAGE, page * PAGE), total: chosen.length, page, pages: pagesOf(chosen.length, PAGE) };
  },
});

/** What the form of a report shows. */
export const prepareReport = operation({
  name: 'programme.prepare-report',
  summary: 'What is needed to report an indicator for a unit: its definition, the periods that can be reported, and what stands reported.',
  kind: 'read',
  http: 'GET /programme/indicators/{indicator}/reports/new',
  permission: 'programme.report-values',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ indicator: IndicatorKey, unitId: Type.String({ format: 'uuid', description: 'Unit that the value is of' }) }, closed),
  output: Type.Object(
    {
      indicator: Indicator,
      unit: Type.Object(
        { id: Type.String({ description: 'Unit' }), nameVi: Type.String({ description: 'Its Vietnamese name' }), nameEn: Type.String({ description: 'Its English name' }) },
        closed,
      ),
      periods: Type.Array(
        Type.Object(
          {
            from: Type.String({ description: 'First day' }),
            to: Type.String({ description: 'First day after' }),
            standing: Type.Union([Type.String(), Type.Null()], { description: 'Report that stands for it' }),
          },
          closed,
        ),
        { description: 'Newest first; the running one too' },
      ),
      history: Type.Array(ReportLine, { description: 'Newest first' }),
    },
    closed,
  ),
  run: async (ctx, { indicator: key, unitId }) => {
    const indicator = await getIndicator(ctx, key);
    const { id, nameVi, nameEn } = found(await getUnit(ctx.db, unitId, ctx.today), 'org.no-unit', { day: ctx.today });
    const history = await listReports(ctx.db, { indicator: key, unitId, limit: 200 });
    const standing = history.filter(({ state }) => state !== 'corrected' && state !== 'withdrawn');
    const periods = [...endedPeriods('2000-01-01', ctx.today, indicator.periodicity, 12), periodOf(ctx.today, indicator.periodicity)].toReversed();
    return {
      indicator,
      unit: { id, nameVi, nameEn },
      periods: periods.map((period) => ({ ...period, standing: standing.find(({ periodFrom }) => periodFrom === period.from)?.id ?? null })),
      history,
    };
  },
});

const OPEN_LINES = [
  ['overdue', 'reports.awaiting-overdue'],
  ['returned', 'reports.awaiting-returned'],
  ['due', 'reports.awaiting-due'],
] as const;

/** What awaits whoever reports or appraises: one line for what is late, returned and due, one for what is to be appraised. */
export async function reportsAwaiting(ctx: Ctx): Promise<Awaits[]> {
  const roots = rootsOf(ctx.actor, 'programme.report-values');
  const toReport = roots === 'everywhere' || roots.length === 0 ? [] : [await owedBy(ctx, roots)];
  const within = { actor: ctx.actor, permission: 'programme.appraise-values', today: ctx.today };
  if (ctx.actor.kind !== 'person' || !mayAnywhere(ctx.actor, within.permission)) return toReport;
  const toAppraise = awaits(reportCount({ state: 'self-reported', notBy: personOf(ctx.actor), within, limit: 1 }), (rows) =>
    rows.filter(({ n }) => n > 0).map(({ n }) => ({ key: 'reports.awaiting-appraisal', values: { n }, href: '/reports/appraise', due: undefined })),
  );
  return [...toReport, toAppraise];
}

async function owedBy(ctx: Ctx, roots: string[]): Promise<Awaits> {
  const { indicators, first } = await reportedOf(ctx);
  const calendar = await fresh(ctx.db, ctx.actor, ['programme.calendar'], () => currentCalendar(ctx.db, ctx.services.root));
  const rows = asOneRow({ units: reporterRows(roots, false, ctx.today), standing: standingRows(roots, first) });
  return awaits(rows, ([owing]) => {
    const due = owing === undefined ? [] : dueReports(indicators, owing.units, owing.standing, ctx.today, calendar);
    return OPEN_LINES.flatMap(([state, key]): Awaiting[] => {
      const own = due.filter((one) => one.state === state);
      return own.length === 0 ? [] : [{ key, values: { n: own.length }, href: `/reports?state=${state}`, due: own[0]?.deadline }];
    });
  });
}

/**
 * Puts into the digest of whoever reports for a unit what is due in three working days and, once, what is late.
 * Returns how many people will be told.
 */
export async function remindReports(ctx: Ctx): Promise<number> {
  return inTransaction(ctx.db, async (db) => {
    const own = { ...ctx, db };
    const roles = listRoles().filter(({ permissions }) => permissions.includes('programme.report-values'));
    const told = await listReminded(db, ctx.today);
    const holders = (
      await listHolders(
        db,
        roles.map(({ key }) => key),
        ctx.today,
      )
    ).filter(({ personId }) => !told.has(personId));
    const units = await listReporters(db, [...new Set(holders.map(({ unitId }) => unitId))], false, ctx.today);
    const calendar = await currentCalendar(db, ctx.services.root);
    const byUnit = Map.groupBy(holders, ({ unitId }) => unitId);
    const reminders = (await dueOf(own, units)).flatMap((one): Reminder[] => {
      if (one.state !== 'overdue' && one.state !== 'due') return [];
      if (one.state === 'due' && workingDaysBetween(ctx.today, one.deadline, calendar) > AHEAD_WORKING_DAYS) return [];
      const stage = one.state === 'due' ? 'before' : 'after';
      return (byUnit.get(one.unit.id) ?? []).map(({ personId }) => ({ personId, indicator: one.indicator, unitId: one.unit.id, periodFrom: one.periodFrom, stage }));
    });
    const newly = Map.groupBy(await noteReminders(db, reminders, ctx.today), ({ personId }) => personId);
    const parts = [...newly].map(([personId, list]) => {
      const late = list.filter(({ stage }) => stage === 'after').length;
      return { personId, source: 'reports' as const, values: { soon: list.length - late, late }, href: '/reports?state=open' };
    });
    await addDigestParts(db, ctx.today, parts);
    return newly.size;
  });
}
