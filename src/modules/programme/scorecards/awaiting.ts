import { addDays, type Day } from '#base/day/index.ts';
import { asOneRow, one, sql, type Db } from '#base/db/index.ts';
import { awaits, type Awaiting, type Awaits } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf, rootsOf } from '#kernel/org/index.ts';
import { fresh } from '#kernel/set/index.ts';
import { countOpen, readCounted } from './card.ts';
import { dayOfYear, listKept, yearsOf } from './catalogue.ts';
import type { Index } from './model.ts';
import { itemsOf } from './score.ts';
import { actRows } from './store.ts';
import { isScoredKind } from './units.ts';
import { titleOf } from './words.ts';

/** How many days before its due day a scorecard appears on Today. */
const AHEAD_DAYS = 30;

/** What awaits the asker: components to score in the units they answer for, components they were made responsible for, self-scores to appraise. */
export async function scoresAwaiting(ctx: Ctx): Promise<Awaits[]> {
  const me = personOf(ctx.actor);
  if (me === undefined) return [];
  const kept = (await fresh(ctx.db, ctx.actor, ['programme.indexes'], () => listKept(ctx.db))).map(({ index }) => index).filter((index) => yearsOf(index, ctx.today).length > 0);
  return [...(await ownUnits(ctx, kept)), ownComponents(ctx, kept, me), ...toAppraise(ctx, kept, me)];
}

/** The units the asker's role stands on, not all under them: who answers for the city is not told of each ward. */
async function ownUnits(ctx: Ctx, kept: readonly Index[]): Promise<Awaits[]> {
  const roots = rootsOf(ctx.actor, 'programme.self-score');
  if (roots === 'everywhere' || roots.length === 0) return [];
  const year = Number(ctx.today.slice(0, 4));
  const found: Awaits[] = [];
  for (const index of kept) {
    if (index.self_due === undefined || yearsOf(index, ctx.today)[0] !== year) continue;
    const due = `${year}-${index.self_due}`;
    if (due <= addDays(ctx.today, AHEAD_DAYS)) found.push(await toScore(ctx, { index, year, due, roots }));
  }
  return found;
}

async function toScore(ctx: Ctx, { index, year, due, roots }: { index: Index; year: number; due: Day; roots: string[] }): Promise<Awaits> {
  const counted = await fresh(ctx.db, ctx.actor, ['programme.counted', index.key, ctx.today], () => readCounted(ctx, itemsOf(index), roots, dayOfYear(year, ctx.today)));
  const units = sql<{ id: string; kind: string; name: string }>`
    select version.unit_id as id, version.kind, ${ctx.locale === 'vi' ? sql`version.name_vi` : sql`version.name_en`} as name
    from kernel.unit_version as version
    where version.unit_id = any(${roots}::uuid[])
      and version.valid_from <= ${ctx.today}
      and version.valid_to > ${ctx.today}`;
  const cards = asOneRow({ units, acts: actRows({ index: index.key, year, unitIds: roots }) });
  return awaits(cards, (rows) =>
    rows.flatMap((card) =>
      card.units
        .filter(({ kind }) => isScoredKind(index, kind))
        .map(({ id, name }) => ({ id, values: { n: countOpen(index, id, card.acts, counted), unit: name, index: titleOf(index, ctx) } }))
        .filter(({ values }) => values.n > 0)
        .map(({ id, values }) => ({ key: 'scorecards.awaiting-score', values, href: `/scorecards/${index.key}/${id}?year=${year}`, due })),
    ),
  );
}

/** Components whose last assignment names the asker and that are not scored. */
function ownComponents(ctx: Ctx, kept: readonly Index[], me: string): Awaits {
  const rows = sql<{ index: string; year: number; unitId: string; component: string; unit: string; due: string | null }>`
    select assigned.index_key as index, assigned.year, assigned.unit_id as "unitId", assigned.component,
      ${ctx.locale === 'vi' ? sql`version.name_vi` : sql`version.name_en`} as unit, assigned.due
    from programme.score_act as assigned
    join kernel.unit_version as version
      on version.unit_id = assigned.unit_id
      and version.valid_from <= ${ctx.today}
      and version.valid_to > ${ctx.today}
    cross join lateral (
      select max(act.seq) filter (where act.kind = 'assign') as assignment,
        (array_agg(act.kind order by act.seq desc) filter (where act.kind <> 'assign'))[1] as done
      from programme.score_act as act
      where act.index_key = assigned.index_key
        and act.year = assigned.year
        and act.unit_id = assigned.unit_id
        and act.component = assigned.component
    ) as last
    where assigned.owner_id = ${me}
      and assigned.kind = 'assign'
      and assigned.seq = last.assignment
      and (last.done is null or last.done = 'return')
    order by assigned.due nulls last
    limit 50`;
  return awaits(rows, (assigned) =>
    assigned.flatMap(({ index, year, unitId, component, unit, due }) => {
      const known = kept.find(({ key }) => key === index);
      if (known === undefined) return [];
      const values = { component, unit, index: titleOf(known, ctx) };
      return [{ key: 'scorecards.awaiting-component', values, href: `/scorecards/${index}/${unitId}/${component}?year=${year}`, due: due ?? undefined }];
    }),
  );
}

/** Self-scores in units under those of the asker's role, by index and year; their own self-scores are for others to appraise. */
function toAppraise(ctx: Ctx, kept: readonly Index[], me: string): Awaits[] {
  const roots = rootsOf(ctx.actor, 'programme.appraise-scores');
  if (roots === 'everywhere' || roots.length === 0) return [];
  const rows = sql<{ index: string; year: number; n: number; units: number }>`
    select last.index_key as index, last.year, count(*)::integer as n, count(distinct last.unit_id)::integer as units
    from (
      select distinct on (act.index_key, act.year, act.unit_id, act.component) act.index_key, act.year, act.unit_id, act.kind, act.acted_by
      from programme.score_act as act
      where act.kind <> 'assign'
      order by act.index_key, act.year, act.unit_id, act.component, act.seq desc
    ) as last
    where last.kind = 'self-score'
      and last.acted_by is distinct from ${me}
      and exists (
        select 1
        from kernel.unit_ancestor as above
        where above.unit_id = last.unit_id
          and above.ancestor_id = any(${roots}::uuid[])
          and (above.depth > 0 or not exists (
            select 1
            from kernel.unit_ancestor as higher
            where higher.unit_id = last.unit_id
              and higher.depth > 0
              and higher.valid_from <= ${ctx.today}
              and higher.valid_to > ${ctx.today}))
          and above.valid_from <= ${ctx.today}
          and above.valid_to > ${ctx.today})
    group by last.index_key, last.year`;
  const line = ({ index, year, n, units }: { index: string; year: number; n: number; units: number }): Awaiting[] => {
    const known = kept.find(({ key }) => key === index);
    if (known === undefined) return [];
    const due = known.appraise_due === undefined ? undefined : `${year}-${known.appraise_due}`;
    const values = { n, units, index: titleOf(known, ctx), year: String(year) };
    return [{ key: 'scorecards.awaiting-appraisal', values, href: `/scorecards/${index}?year=${year}#awaiting`, due }];
  };
  return [awaits(rows, (waiting) => waiting.flatMap(line))];
}

/** How many self-scores of all units wait for an appraiser. */
export async function countToAppraise(db: Db): Promise<number> {
  const row = await one(
    db,
    sql<{ n: number }>`
    select count(*)::integer as n
    from (
      select distinct on (act.index_key, act.year, act.unit_id, act.component) act.kind
      from programme.score_act as act
      where act.kind <> 'assign'
      order by act.index_key, act.year, act.unit_id, act.component, act.seq desc
    ) as last
    where last.kind = 'self-score'`,
  );
  return row?.n ?? 0;
}
