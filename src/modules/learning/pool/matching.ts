import { all, sql } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import type { RequestState } from './model.ts';
import { listMembers, listPeriods, type MemberRow } from './member-store.ts';
import { soughtOf, type NeedRow } from './need-store.ts';
import { readKnown, type Known } from './proofs.ts';
import { listPromised } from './request-store.ts';
import { match, type Candidate, type Matched, type Period, type Span } from './rules.ts';
import { FINDABLE } from './search.ts';

/** Members compared with a need at the most: those of its kind come first. */
const MOST_COMPARED = 2000;

/** A member held against a need. */
export type Compared = { row: MemberRow } & Matched;

type Beside = { known: Map<string, Known>; periods: Map<string, Period[]>; promised: Map<string, Span[]> };

function candidateOf(row: MemberRow, { known, periods, promised }: Beside): Candidate {
  const { kinds, fields, languages, unitState, personId } = row;
  const { skills = new Map<string, number>(), work = { count: 0, mean: null } } = known.get(personId) ?? {};
  return { kinds, fields, languages, unitState, skills, work, periods: periods.get(personId) ?? [], promised: promised.get(personId) ?? [] };
}

/** What matching needs beside the members, in four statements for all of them. */
async function besideOf(ctx: Ctx, people: readonly string[], without: string | null = null): Promise<Beside> {
  return {
    known: await readKnown(ctx, people),
    periods: Map.groupBy(await listPeriods(ctx.db, people, ctx.today), ({ personId }) => personId),
    promised: Map.groupBy(await listPromised(ctx.db, people, ctx.today, without), ({ personId }) => personId),
  };
}

/** Everybody who can be found, held against needs: for each need best first, then by name. Who was asked for a need already is compared too. */
export async function compareAll(ctx: Ctx, needs: readonly NeedRow[]): Promise<Map<string, Compared[]>> {
  const kinds = [...new Set(needs.map(({ kind }) => kind))];
  const first = sql`case when member.kinds && ${kinds}::text[] then 0 else 1 end`;
  const rows = await listMembers(ctx.db, FINDABLE, ctx.locale, { limit: MOST_COMPARED, offset: 0 }, first);
  const beside = await besideOf(
    ctx,
    rows.map(({ personId }) => personId),
  );
  const candidates = rows.map((row) => ({ row, candidate: candidateOf(row, beside) }));
  return new Map(
    needs.map((need) => {
      const sought = soughtOf(need);
      const compared = candidates.map(({ row, candidate }) => ({ row, ...match(sought, candidate) }));
      return [need.id, compared.toSorted((a, b) => b.points - a.points)];
    }),
  );
}

/** Holds one member against a need; what the request itself would promise is left out. */
export async function compareOne(ctx: Ctx, need: NeedRow, row: MemberRow, request: string): Promise<Matched> {
  return match(soughtOf(need), candidateOf(row, await besideOf(ctx, [row.personId], request)));
}

/** The last request to each who was asked for a need. */
export async function listAskedFor(ctx: Ctx, needId: string): Promise<Map<string, { id: string; state: RequestState }>> {
  const rows = await all(
    ctx.db,
    sql<{ personId: string; id: string; state: RequestState }>`
    select request.person_id as "personId", request.id, request.state
    from learning.pool_request as request
    where request.need_id = ${needId}
    order by request.changed_at`,
  );
  return new Map(rows.map(({ personId, ...asked }) => [personId, asked]));
}
