import { createHash } from 'node:crypto';
import Type from 'typebox';
import { readContent, type Programme, type Source } from '#content/index.ts';
import { inTransaction } from '#base/db/index.ts';
import { namedId } from '#base/id/index.ts';
import { record } from '#kernel/fact/index.ts';
import { every } from '#kernel/job/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { loadIndicators } from '../indicators/index.ts';
import { listOwners } from '../store.ts';
import { listSeededTargets } from '../targets/store.ts';
import { keepTargets, type Draft } from '../targets/write.ts';
import { closed } from './model.ts';
import { addPlanVersions, findRoot, listSeededPlans, lockPlans, type NewPlan } from './store.ts';

/** Under which ids of programmes and targets of the content are made, so that they are the same in every city. */
const NAMESPACE = '6c9c2a56-9a4c-4f0e-8d0b-5a5a0b9d3e57';
const REASON = 'content/programmes';

type Writer = Pick<Ctx, 'db' | 'actor' | 'today'>;
type Known = Map<string, { key: string; number: number; hash: string | null }[]>;

/**
 * Enters what `content/programmes` says and the database does not know yet: new programmes and targets, and what the content says otherwise than before.
 * What people changed on a page stays as they left it. Pass a transaction. Returns how many versions were added.
 */
export async function loadProgrammes(ctx: Writer, programmes: Programme[] = readContent().programmes, sources: Source[] = readContent().sources): Promise<number> {
  const root = await findRoot(ctx.db, ctx.today);
  if (root === undefined) return 0;
  await loadIndicators(ctx);
  await lockPlans(ctx.db);
  const ids = [...new Set(programmes.flatMap(({ owner, targets }) => [owner, ...targets.map((target) => target.owner)]))];
  const owners = await listOwners(ctx.db, ids, ctx.today);
  const unitOf = (id: string): string => owners.get(id)?.unitId ?? root;
  const titles = new Map(sources.map(({ id, title }) => [id, title]));
  const given = { unitOf, sourceOf: (source: string): string => titles.get(source) ?? source };
  const plans = fresh(programmes, await knownBy(listSeededPlans(ctx.db))).map((one) => planFrom(one, given));
  await addPlanVersions(ctx.db, plans);
  await record(
    ctx,
    plans.map(({ id, unitId, number }) => ({ kind: 'programme.plan-changed', subject: id, unitId, day: ctx.today, data: { number, retired: false } })),
  );
  const all = programmes.flatMap(({ key, targets }) => targets.map((target) => ({ ...target, plan: key })));
  const targets = fresh(all, await knownBy(listSeededTargets(ctx.db))).map((one) => targetFrom(one, given));
  await keepTargets(ctx, targets);
  return plans.length + targets.length;
}

async function knownBy(rows: Promise<{ key: string; number: number; hash: string | null }[]>): Promise<Known> {
  return Map.groupBy(await rows, ({ key }) => key);
}

type Fresh<T> = { entry: T; number: number; hash: string };

/** The entries that are new or say something else than they once said, but for those that somebody has changed since. */
function fresh<T extends { key: string }>(entries: T[], known: Known): Fresh<T>[] {
  return entries.flatMap((entry) => {
    const stored = known.get(entry.key) ?? [];
    const hash = createHash('sha256')
      .update(JSON.stringify({ ...entry, targets: null }))
      .digest('base64url');
    const edited = stored.some((version) => version.hash === null);
    return edited || stored.some((version) => version.hash === hash) ? [] : [{ entry, hash, number: (stored.at(-1)?.number ?? 0) + 1 }];
  });
}

type Given = { unitOf: (id: string) => string; sourceOf: (source: string) => string };

function planFrom({ entry, hash, number }: Fresh<Programme>, { unitOf, sourceOf }: Given): NewPlan {
  return {
    id: namedId(NAMESPACE, `plan ${entry.key}`),
    key: entry.key,
    number,
    titleVi: entry.title_vi,
    titleEn: entry.title_en,
    aboutVi: entry.about_vi,
    aboutEn: entry.about_en,
    unitId: unitOf(entry.owner),
    starts: entry.starts,
    ends: entry.ends,
    bases: entry.bases.map(({ title_vi, title_en, source, ...basis }) => ({ ...basis, titleVi: title_vi, titleEn: title_en, source: sourceOf(source) })),
    goals: entry.goals.map(({ key, title_vi, title_en }) => ({ key, titleVi: title_vi, titleEn: title_en })),
    retired: false,
    reason: REASON,
    contentHash: hash,
    changedBy: null,
  };
}

function targetFrom({ entry, hash, number }: Fresh<Programme['targets'][number] & { plan: string }>, { unitOf, sourceOf }: Given): Draft {
  const { key, indicator, goal, direction, value, due, document, verified } = entry;
  return {
    key,
    indicator,
    goal,
    direction,
    value,
    due,
    document,
    verified,
    number,
    id: namedId(NAMESPACE, `target ${key}`),
    planId: namedId(NAMESPACE, `plan ${entry.plan}`),
    parentId: null,
    titleVi: entry.title_vi,
    titleEn: entry.title_en,
    unitId: unitOf(entry.owner),
    baseline: null,
    milestones: [],
    personId: null,
    coUnits: [],
    noteVi: entry.note_vi ?? '',
    noteEn: entry.note_en ?? '',
    source: sourceOf(entry.source),
    retired: false,
    breakdownId: null,
    weight: null,
    reason: REASON,
    contentHash: hash,
  };
}

/** Enters the programmes and targets of the content. */
export const loadPlans = operation({
  name: 'programme.load-plans',
  summary: 'Enter the programmes, goals and targets of content/programmes that are not known yet; what was changed on a page stays.',
  kind: 'write',
  http: 'POST /programme/plans/content',
  permission: 'programme.edit-targets',
  unit: () => undefined,
  input: Type.Object({}, closed),
  output: Type.Object({ added: Type.Integer({ description: 'Versions added' }) }, closed),
  run: async (ctx) => ({ added: await loadProgrammes(ctx) }),
});

/** Looks every day, and when the program starts, whether the content says something new. */
export const loadPlansTask = every(86_400, 'programme.load-plans', async (ctx) => {
  await inTransaction(ctx.db, (db) => loadProgrammes({ ...ctx, db }));
});
