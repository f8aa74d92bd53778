import { addDays, type Day } from '#base/day/index.ts';
import { inTransaction } from '#base/db/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { findActor } from '#kernel/org/index.ts';
import { appraiseReport, endedPeriods, reportIndicator } from '#modules/programme/index.ts';
import { cityUnitId } from '#modules/directory/index.ts';
import type { DemoCity } from './model.ts';

/** Said of every reported value of the demonstration, where its source stands. */
const SOURCE = 'Số liệu minh họa của bản trình diễn, không phải số liệu thật của Hà Nội';

/** Indicators that the city reports each quarter: the share at the begin and what a quarter adds, both in percent. None of them has a target of the article. */
const CITY: { indicator: string; begins: number; adds: number }[] = [
  { indicator: 'cashless-services', begins: 48, adds: 6 },
  { indicator: 'electronic-results', begins: 71, adds: 4 },
  { indicator: 'reused-data', begins: 33, adds: 5 },
  { indicator: 'online-payment', begins: 52, adds: 4 },
  { indicator: 'tasks-monitored', begins: 80, adds: 3 },
  { indicator: 'files-online-once', begins: 44, adds: 7 },
];
const WARDS = 'documents-electronic';
/** The first day whose quarters are reported, as in the catalogue. */
const BEGINS: Day = '2026-01-01';

/** What the demo needs to act as one of its people on a day. */
export type Acting = { ctxOn: (day: Day) => Ctx; personOf: (staffCode: string) => string; city: DemoCity };

/**
 * Reports the quarters that have ended, by the officer and the heads of wards, and appraises most of them: accepted, some changed, one returned, the newest
 * partly still waiting. Every value says that it is imaginary, in its source and in its evidence.
 */
export async function makeReports({ ctxOn, personOf, city }: Acting): Promise<void> {
  const account = (role: string): string => personOf(city.accounts.find((one) => one.role === role)?.staffCode ?? '');
  const periods = endedPeriods(BEGINS, city.today, 'quarter', 8).filter(({ to }) => addDays(to, 12) <= city.today);
  const wards = city.heads.filter(({ unit }) => city.units.some(({ id, kind }) => id === unit && (kind === 'ward' || kind === 'commune')));
  const own = new Set(city.accounts.filter(({ role }) => role === 'head-of-unit').map(({ grantOn }) => grantOn));
  for (const [turn, period] of periods.entries()) {
    const newest = turn === periods.length - 1;
    const reported = addDays(period.to, 7);
    await inTransaction(ctxOn(reported).db, async (db) => {
      const as = async (personId: string, day: Day): Promise<Ctx> => ({ ...ctxOn(day), db, actor: (await findActor(db, personId, day)) ?? ctxOn(day).actor });
      const officer = await as(account('programme-officer'), reported);
      const member = await as(account('steering-member'), addDays(period.to, 11));
      const root = cityUnitId('hn');
      for (const [place, { indicator, begins, adds }] of CITY.entries()) {
        const value = share(begins + adds * turn, place * 7 + turn);
        const id = await report(officer, { indicator, unitId: root, period, value, evidence: true });
        if (newest && place >= 3) continue;
        const returned = newest && place === 0;
        const outcome = returned ? 'returned' : place === 2 ? 'changed' : 'accepted';
        const found = outcome === 'changed' ? { value: share(value - 2, 0) } : {};
        await perform(appraiseReport, fresh(member), { id, outcome, basedOn: 0, ...found, ...(outcome === 'accepted' ? {} : { reason: 'Lý do minh họa của bản trình diễn' }) });
      }
      for (const [place, { unit, staffCode }] of wards.entries()) {
        // The ward that one can sign in for has its newest report still to make.
        if (newest && (own.has(unit) || place % 9 === 4)) continue;
        const head = await as(personOf(staffCode), reported);
        const id = await report(head, { indicator: WARDS, unitId: cityUnitId(unit), period, value: share(55 + 7 * turn, place * 3 + turn), evidence: false });
        if (newest && place % 12 === 0) continue;
        await perform(appraiseReport, fresh(member), { id, outcome: 'accepted', basedOn: 0 });
      }
    });
  }
}

type Value = { indicator: string; unitId: string; period: { from: Day; to: Day }; value: number; evidence: boolean };

async function report(ctx: Ctx, { indicator, unitId, period, value, evidence }: Value): Promise<string> {
  const note = `${SOURCE}\r\n${indicator},${period.from},${value}\r\n`;
  const files = evidence ? { evidence: [{ name: `minh-hoa-${indicator}.csv`, content: Buffer.from(note).toString('base64') }] } : {};
  return (await perform(reportIndicator, fresh(ctx), { indicator, unitId, period: period.from, day: addDays(period.to, -1), value, source: SOURCE, ...files })).id;
}

/** The same surroundings for another request. */
function fresh(ctx: Ctx): Ctx {
  return { ...ctx, requestId: crypto.randomUUID() };
}

/** A share near `around` that always comes out the same, with one decimal, 0 to 100. */
function share(around: number, seed: number): number {
  return Math.min(100, Math.max(0, Math.round(10 * around + ((seed * 37) % 61) - 30) / 10));
}
