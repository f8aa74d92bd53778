import { readContent, type Target } from '#content/index.ts';
import { addMonths } from '#base/day/index.ts';
import { found } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getRoot } from '#kernel/org/index.ts';
import { readTrend } from '#kernel/set/index.ts';
import type { TargetLine, Value } from './model.ts';
import { byAttention, standingOf, valueOn } from './rules.ts';
import { listCounting } from './reports/values.ts';
import { listOwners } from './store.ts';

let known: Map<string, Target> | undefined;

/** The targets of the content files by id, each with the title of its source. */
function targets(): Map<string, Target> {
  known ??= read();
  return known;
}

function read(): Map<string, Target> {
  const { targets: all, sources } = readContent();
  const titles = new Map(sources.map(({ id, title }) => [id, title]));
  return new Map(all.map((target) => [target.id, { ...target, source: titles.get(target.source) ?? target.source }]));
}

/** The target of that id; throws `missing`. */
export function getTarget(id: string): Target {
  return found(targets().get(id), 'programme.no-target');
}

/** The unit that answers for a target today; the city while the content names none that stands. */
export async function ownerOf(ctx: Pick<Ctx, 'db' | 'today'>, target: Target): Promise<string> {
  return (await listOwners(ctx.db, [target.owner], ctx.today)).get(target.owner)?.unitId ?? (await getRoot(ctx.db, ctx.today)).id;
}

/** All targets with how they stand today, what needs attention first. */
export async function listTargetLines(ctx: Ctx): Promise<TargetLine[]> {
  const all = [...targets().values()];
  const root = await getRoot(ctx.db, ctx.today);
  const owners = await listOwners(ctx.db, [...new Set(all.map(({ owner }) => owner))], ctx.today);
  const counting = await listCounting(ctx.db, [...new Set(all.map(({ indicator }) => indicator))], [...new Set([root.id, ...[...owners.values()].map(({ unitId }) => unitId)])]);
  const reported = Map.groupBy(counting, ({ indicator, unitId }) => `${indicator} ${unitId}`);
  const lines = await Promise.all(
    all.map(async (target) => {
      const owner = owners.get(target.owner) ?? { unitId: root.id, nameVi: root.nameVi, nameEn: root.nameEn };
      const values =
        target.how === 'reported'
          ? (reported.get(`${target.indicator} ${owner.unitId}`) ?? []).map(({ day, value }) => ({ day, value }))
          : await counted(ctx, target.how.set, owner.unitId);
      return lineOf(target, owner, values, ctx.today);
    }),
  );
  return byAttention(lines);
}

/** The values of a target that Khuê counts itself: month by month over two years; what is hidden is left out. */
async function counted(ctx: Ctx, set: string, unitId: string): Promise<Value[]> {
  const points = await readTrend(ctx.db, ctx.actor, set, unitId, { from: addMonths(ctx.today, -24), to: ctx.today, period: 'month' });
  return points.flatMap(({ day, shown }) => {
    if (shown === null || shown.of === 0) return [];
    return [{ day, value: shown.of === null ? shown.size : (100 * shown.size) / shown.of }];
  });
}

function lineOf(target: Target, owner: TargetLine['owner'], values: Value[], today: string): TargetLine {
  const overdue = today > target.due;
  return {
    id: target.id,
    indicator: target.indicator,
    titleVi: target.title_vi,
    titleEn: target.title_en,
    measure: target.measure,
    direction: target.direction,
    value: target.value,
    due: target.due,
    owner,
    document: target.document,
    source: target.source,
    verified: target.verified,
    noteVi: target.note_vi ?? '',
    noteEn: target.note_en ?? '',
    set: target.how === 'reported' ? null : target.how.set,
    standing: standingOf(target, values, today),
    overdue,
    latest: values.at(-1) ?? null,
    atDue: overdue ? (valueOn(values, target.due) ?? null) : null,
    values,
  };
}
