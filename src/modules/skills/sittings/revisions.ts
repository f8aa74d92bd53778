import { all, sql, type Db } from '#base/db/index.ts';
import type { Measured } from './model.ts';

/** What a sitting said over all before its newest revision, oldest first. */
export async function listRevisions(db: Db, sittingId: string): Promise<Measured[]> {
  const rows = await all(
    db,
    sql<Measured>`
    select result.area, result.revision, result.theta, result.standard_error as "standardError", result.theta_from as "from", result.theta_to as "to",
      result.answers, result.level, result.assured, result.certainty, result.beside, to_json(result.probabilities) as probabilities
    from skills.result
    where result.sitting_id = ${sittingId}
      and result.area = 'all'
    order by result.revision`,
  );
  return rows.slice(0, -1);
}
