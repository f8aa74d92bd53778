import { all, sql } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import type { RequestState } from './model.ts';
import { listMembers, listPeriods, type MemberRow } from './member-store.ts';
import { soughtOf, type NeedRow } from './need-store.ts';
import { readKnown, type Known } from './proofs.ts';
import { listPromised, type Promised } from './request-store.ts';
import { match, type Candidate, type Matched, type Period } from './rules.ts';
import { FINDABLE } from './search.ts';

/** Members compared with a need at the most: those of its kind come first. */
const MOST_COMPARED = 2000;

/** A member held against a need. */
export type Compared = { row: MemberRow } & Matched;

type Beside = { known: Map<string, Known>; periods: Map<string, Period[]>; promised: Map<string, Promised[]> };

/** What is promised for the need itself is no clash with it. */
function candidateOf(row: MemberRow, needId: string, { known, periods, promised }: Beside): Candidate {
  const { kinds, fields, languages, unitState, personId } = row;
  const { skills = new Map<string, number>(), work = { count: 0, mean: null } } = known.get(personId) ?? {};
  return {
    kinds,
    fields,
    languages,
    unitState,
    skills,
    work,
    periods: periods.get(personId) ?? [],
    promised: (promised.get(personId) ?? []).filter((span) => span.needId !== needId),
  };
}

/** What matching needs beside the members, in four statements for all of them. */
async function besideOf(ctx: Ctx, people: readonly string[]): Promise<Beside> {
  return {
    known: await readKnown(ctx, people),
    periods: Map.groupBy(await listPeriods(ctx.db, people, ctx.today), ({ personId }) => personId),
    promised: Map.groupBy(await listPromised(ctx.db, people, ctx.today), ({ personId }) => personId),
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
  return new Map(
    needs.map((need) => {
      const sought = soughtOf(need);
      const compared = rows.map((row) => ({ row, ...match(sought, candidateOf(row, need.id, beside)) }));
      return [need.id, compared.toSorted((a, b) => b.points - a.points)];
    }),
  );
}

/** Holds one member against a need. */
export async function compareOne(ctx: Ctx, need: NeedRow, row: MemberRow): Promise<Matched> {
  return match(soughtOf(need), candidateOf(row, need.id, await besideOf(ctx, [row.personId])));
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
