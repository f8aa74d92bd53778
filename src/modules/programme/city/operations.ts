import Type, { type Static } from 'typebox';
import { addDays, type Day } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import { readBalances } from '#kernel/balance/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { fresh, readPlace } from '#kernel/set/index.ts';
import { closed, dayAs } from '../plans/model.ts';
import { dueOfUnit } from '../reports/due.ts';
import { isOpen } from '../reports/rules.ts';
import { linesOf } from '../roadmap/operations.ts';
import { everHeld, listStoredInitiatives } from '../roadmap/store.ts';
import { lookAt, worstFirst } from '../targets/lines.ts';
import { STATUSES, type StatusChange } from '../targets/model.ts';
import { listStatusChanges } from '../targets/watch.ts';
import { listDecisions } from './decisions.ts';
import { readMainFigures } from './figures.ts';
import { City, UnitProgramme } from './model.ts';
import { countFacts } from './week.ts';

/** Targets that the page of the city names. */
const MOST_TARGETS = 6;

/** The city on a day as whoever asks may see it, with so many targets. */
export async function readCity(ctx: Ctx, day: Day, most = MOST_TARGETS): Promise<City> {
  const on = { ...ctx, today: day };
  const { unit } = await readPlace(ctx.db, undefined, day, ctx.today);
  const lines = worstFirst((await lookAt(on, { parentId: null })).map(({ line }) => line));
  // What was judged once and for all is no longer to be acted on: it stands behind what still runs.
  const acting = [...lines.filter(({ overdue }) => !overdue), ...lines.filter(({ overdue }) => overdue)];
  const statuses = (await listStatusChanges(on, addDays(day, -6))).filter((change) => change.day <= day);
  return {
    day,
    unit: { unitId: unit.id, nameVi: unit.nameVi, nameEn: unit.nameEn },
    figures: await readMainFigures(ctx, unit.id, day),
    targets: acting.slice(0, most),
    total: lines.length,
    counts: STATUSES.map((status) => ({ status, n: lines.filter((line) => line.status === status).length })),
    statuses: statuses.toSorted((a: StatusChange, b: StatusChange) => Number(b.worse) - Number(a.worse)),
    facts: await countFacts(ctx.db, day),
    balances: day === ctx.today ? await balancesOf(ctx) : [],
    decisions: day === ctx.today ? await listDecisions(ctx) : [],
  };
}

/** What the initiatives that change posts mean for people; only those of which a module knows something. */
async function balancesOf(ctx: Ctx): Promise<City['balances']> {
  const changing = (await listStoredInitiatives(ctx.db, ctx.today)).filter(({ changesPosts }) => changesPosts);
  const known = await readBalances(
    ctx,
    changing.map(({ id }) => id),
  );
  return changing.flatMap(({ id, key, titleVi, titleEn }) => {
    const lines = known.get(id);
    return lines === undefined ? [] : [{ key, titleVi, titleEn, lines }];
  });
}

/** The page of the city. */
export const readCityOperation = operation({
  name: 'programme.read-city',
  summary: 'The city on a day: main figures of all modules and targets, worst first, what changed in the week, and what needs a decision.',
  kind: 'read',
  http: 'GET /programme/city',
  permission: 'signed-in',
  input: Type.Object({ day: Type.Optional(dayAs('Day, today when left out')) }, closed),
  output: City,
  run: (ctx, { day = ctx.today }) => readCity(ctx, day > ctx.today ? ctx.today : day),
});

/** What a unit has to do with the programme. */
export const readUnitProgramme = operation({
  name: 'programme.read-unit',
  summary: 'The targets that a unit answers for, the reports it owes and the initiatives it carries, today.',
  kind: 'read',
  http: 'GET /programme/units/{unitId}',
  permission: 'signed-in',
  input: Type.Object({ unitId: Type.String({ format: 'uuid', description: 'Unit' }) }, closed),
  output: UnitProgramme,
  run: (ctx, { unitId }) => fresh(ctx.db, ctx.actor, ['programme.unit', unitId, ctx.today, ctx.locale], () => readProgrammeOf(ctx, unitId)),
});

async function readProgrammeOf(ctx: Ctx, unitId: string): Promise<Static<typeof UnitProgramme>> {
  const targets = worstFirst((await lookAt(ctx, { unitId })).map(({ line }) => line));
  const carried = await listStoredInitiatives(
    ctx.db,
    ctx.today,
    sql<boolean>`${everHeld(sql`version.unit_id = ${unitId}`)} and held.unit_id = ${unitId} and step.state not in ('done', 'stopped')`,
  );
  return {
    targets,
    reports: (await dueOfUnit(ctx, unitId)).filter(({ state }) => isOpen(state)),
    initiatives: carried.length === 0 ? [] : await linesOf(ctx, carried),
  };
}
