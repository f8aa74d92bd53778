import { all, sql } from '#base/db/index.ts';
import type { Day } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { rootsOf } from '#kernel/org/index.ts';
import { NOTHING, type Change, type Counts, type Work, type Worker } from '../model.ts';
import { readUnit, type UnitLine } from '../rules.ts';
import { makeUnits } from '../scope.ts';
import { writeErrors } from '../store.ts';
import { applyUnits } from './apply.ts';
import { planUnits, type Code, type Deed, type Register, type State } from './plan.ts';

// A list of units has some thousand lines: they are planned in memory, one list at a time in a process.
const plans = new WeakMap<object, { lines: UnitLine[]; deeds: Deed[] }>();

/** How a list of units is worked on. */
export const unitsWorker: Worker = {
  begin: async ({ ctx }) => {
    const lines: UnitLine[] = [];
    plans.set(ctx, { lines, deeds: [] });
    return { add: (cell, line, errors) => void lines.push(readUnit(cell, line, ctx.today, errors)), flush: async () => undefined };
  },
  check: async (work) => {
    const lines = plans.get(work.ctx)?.lines ?? [];
    const { deeds, errors } = planUnits(lines, await readRegister(work), newId);
    plans.set(work.ctx, { lines, deeds });
    await writeErrors(work.ctx.db, work.item.id, errors);
    return countsOf(lines, deeds);
  },
  preview: async (work) => {
    const { deeds } = plans.get(work.ctx) ?? { deeds: [] };
    for (const change of ['added', 'changed', 'ended'] as const) await showDeeds(work, change, deeds.filter((deed) => changeOf(deed) === change).slice(0, 10));
  },
  apply: (work) => applyUnits(work, plans.get(work.ctx)?.deeds ?? []),
};

async function readRegister(work: Work): Promise<Register> {
  const { db, actor } = work.ctx;
  await makeUnits(work);
  const states = await all(
    db,
    sql<State>`
    select version.unit_id as "unitId", version.kind, version.name_vi as "nameVi", version.name_en as "nameEn", version.parent_id as "parentId",
      version.valid_from as "from", version.valid_to as "to"
    from kernel.unit_version as version
    order by version.valid_from, version.unit_id`,
  );
  const codes = await all(
    db,
    sql<Code>`
    select unit_code.unit_id as "unitId", unit_code.system, unit_code.code, unit_code.valid_from as "from", unit_code.valid_to as "to"
    from kernel.unit_code
    order by unit_code.valid_from, unit_code.unit_id`,
  );
  const scoped = await all(db, sql<{ unit_id: string }>`select span.unit_id from import_unit as span where span.in_scope`);
  const occupied = await all(
    db,
    sql<{ unit_id: string; last: Day }>`
    select post.unit_id, max(post.valid_to) as last
    from kernel.post
    group by post.unit_id`,
  );
  return {
    states,
    codes,
    inScope: new Set(scoped.map(({ unit_id }) => unit_id)),
    everywhere: rootsOf(actor, 'directory.import') === 'everywhere',
    occupied: new Map(occupied.map(({ unit_id, last }) => [unit_id, last])),
  };
}

function changeOf({ how }: Deed): Change | undefined {
  if (how === 'same') return undefined;
  return how === 'add' ? 'added' : how === 'end' ? 'ended' : 'changed';
}

function countsOf(lines: UnitLine[], deeds: Deed[]): Counts {
  const count = (which: Change | undefined) => deeds.filter((deed) => changeOf(deed) === which).length;
  return { ...NOTHING, lines: lines.length, same: count(undefined), added: count('added'), changed: count('changed'), ended: count('ended') };
}

async function showDeeds({ ctx, item }: Work, change: Change, deeds: Deed[]): Promise<void> {
  const shown = deeds.flatMap((deed) => (deed.how === 'same' ? [] : [{ line: deed.line, ...deed.state }]));
  await all(
    ctx.db,
    sql`
    insert into directory.import_line (import_id, change, line, label, detail)
    select ${item.id}::uuid, ${change}::text, shown.line, shown.label,
      to_char(shown.valid_from, 'DD/MM/YYYY') || case when shown.valid_to < 'infinity' then ' – ' || to_char(shown.valid_to - 1, 'DD/MM/YYYY') else '' end
    from unnest(
      ${shown.map(({ line }) => line)}::integer[],
      ${shown.map(({ nameVi }) => nameVi)}::text[],
      ${shown.map(({ from }) => from)}::date[],
      ${shown.map(({ to }) => to)}::date[]
    ) as shown (line, label, valid_from, valid_to)
    on conflict do nothing`,
  );
}
