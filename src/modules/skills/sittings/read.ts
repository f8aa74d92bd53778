import type { Day } from '#base/day/index.ts';
import { all, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Measured, Mode } from './model.ts';

/** What a finished check or certification says, in its newest revision. `bank.awaiting`: counted items that no reviewer of this city had passed; `bank.calibrated`: those measured from answers. */
export type Outcome = {
  sittingId: string;
  personId: string;
  /** Unit of the main post when the sitting began; null when there was none. */
  unitId: string | null;
  mode: Mode;
  day: Day;
  finishedAt: string;
  ended: string;
  sessionId: string | null;
  /** θ at which levels 1, 2, 3 begin. */
  cuts: number[];
  /** Whether a standard setting of the city confirmed the cuts. */
  cutsVerified: boolean;
  bank: { id: string; number: number; items: number; awaiting: number; calibrated: number };
  overall: Measured;
  /** Areas 1 to 5, in this order. */
  areas: Measured[];
};

/** What a sitting says; undefined while it is not finished, and for practice. */
export async function findOutcome(db: Db, sittingId: string): Promise<Outcome | undefined> {
  return (await outcomes(db, sql`result.sitting_id = ${sittingId}`))[0];
}

/** The newest outcome of a person from these modes, not older than `since`; undefined when there is none. */
export async function latestOutcome(db: Db, personId: string, { modes = ['check', 'certification'], since }: { modes?: Mode[]; since?: Day } = {}): Promise<Outcome | undefined> {
  const newest = sql`result.sitting_id = (
    select sitting.id
    from skills.sitting
    where sitting.person_id = ${personId}
      and sitting.mode = any(${modes}::text[])
      and sitting.state = 'finished'
      and sitting.day >= ${since ?? '-infinity'}::date
      and exists (select 1 from skills.result as measured where measured.sitting_id = sitting.id)
    order by sitting.finished_at desc
    limit 1)`;
  return (await outcomes(db, newest))[0];
}

/** Every outcome of a person, newest first, at most 100. */
export async function listOutcomes(db: Db, personId: string): Promise<Outcome[]> {
  return (await outcomes(db, sql`result.person_id = ${personId}`)).slice(0, 100);
}

type Row = Omit<Outcome, 'overall' | 'areas' | 'bank' | 'finishedAt'> &
  Measured & { finishedAt: Date; bankId: string; bankNumber: number; bankItems: number; awaiting: number; calibrated: number };

async function outcomes(db: Db, where: RawBuilder<unknown>): Promise<Outcome[]> {
  const rows = await all(
    db,
    sql<Row>`
    select result.sitting_id as "sittingId", result.person_id as "personId", result.unit_id as "unitId", result.mode, result.day,
      result.finished_at as "finishedAt", sitting.ended, result.session_id as "sessionId",
      sitting.rules -> 'cuts' as cuts,
      (sitting.rules ->> 'cutsVerified')::boolean as "cutsVerified",
      bank.id as "bankId", bank.number as "bankNumber", bank.item_count as "bankItems", bank.awaiting_review as awaiting, bank.calibrated,
      result.area, result.revision, result.theta, result.standard_error as "standardError", result.theta_from as "from", result.theta_to as "to",
      result.answers, result.level, result.assured, result.certainty, result.beside, to_json(result.probabilities) as probabilities
    from skills.result_now as result
    join skills.sitting on sitting.id = result.sitting_id
    join skills.bank_version as bank on bank.id = result.bank_version_id
    where ${where}
    order by result.finished_at desc, result.sitting_id, result.area`,
  );
  return [...Map.groupBy(rows, ({ sittingId }) => sittingId).values()].flatMap(outcomeFrom);
}

function outcomeFrom(rows: Row[]): Outcome[] {
  const overall = rows.find(({ area }) => area === 'all');
  if (overall === undefined) return [];
  const { sittingId, personId, unitId, mode, day, finishedAt, ended, sessionId, cutsVerified, bankId, bankNumber, bankItems, awaiting, calibrated } = overall;
  return [
    {
      ...{ sittingId, personId, unitId, mode, day, ended, sessionId, cutsVerified },
      finishedAt: finishedAt.toISOString(),
      cuts: overall.cuts,
      bank: { id: bankId, number: bankNumber, items: bankItems, awaiting, calibrated },
      overall: measuredFrom(overall),
      areas: rows.filter(({ area }) => area !== 'all').map(measuredFrom),
    },
  ];
}

function measuredFrom(row: Row): Measured {
  const { area, revision, theta, standardError, from, to, answers, level, assured, certainty, beside, probabilities } = row;
  return { area, revision, theta, standardError, from, to, answers, level, assured, certainty, beside, probabilities };
}
