import Type from 'typebox';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { enqueue, job } from '#kernel/job/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getRoot, personOf } from '#kernel/org/index.ts';
import { addCalibrated } from '../bank/index.ts';
import type { Model } from '../engine/index.ts';
import { freezeBank, getBankVersion } from '../sittings/index.ts';
import { countRows, listRows } from './answers.ts';
import { FEWEST_SITTINGS, findParameters } from './found.ts';
import { CalibrationLine, Report } from './model.ts';

const closed = { additionalProperties: false };
const id = Type.String({ format: 'uuid', description: 'Calibration' });

/** Computes a calibration that was asked for; done twice, it finds the same. */
export const calibrateJob = job({
  name: 'skills.work-calibration',
  input: Type.Object({ calibration: Type.String({ description: 'Calibration' }) }, closed),
  run: async (ctx, { calibration }) => {
    const asked = await one(
      ctx.db,
      sql<{ bankVersionId: string; model: Model }>`
      select calibration.bank_version_id as "bankVersionId", calibration.model
      from skills.calibration
      where calibration.id = ${calibration}
        and calibration.state = 'running'`,
    );
    if (asked === undefined) return;
    const bank = await getBankVersion(ctx.db, asked.bankVersionId);
    const rows = await listRows(ctx.db, bank.id, bank.items);
    const report = await findParameters(bank.items, rows, asked.model, await lastPublished(ctx.db));
    await all(
      ctx.db,
      sql`
      update skills.calibration
      set state = ${report === undefined ? 'failed' : 'ready'}, people = ${rows.length}, report = ${report === undefined ? null : JSON.stringify(report)}::jsonb,
        problem = ${report === undefined ? 'skills-calibration.too-few' : null}, ready_at = ${ctx.now.toString()}
      where calibration.id = ${calibration}
        and calibration.state = 'running'`,
    );
  },
});

/** Asks for a calibration from the stored answers. */
export const askCalibration = operation({
  name: 'skills.ask-calibration',
  summary: 'Calibrate the items of the bank version in use from the stored answers, in a job; nothing changes until a second person has published it.',
  kind: 'write',
  http: 'POST /skills/calibrations',
  permission: 'skills.calibrate',
  input: Type.Object({ model: Type.Enum(['1pl', '2pl', '3pl'], { description: '1pl one slope, 2pl slope and difficulty, 3pl also guessing' }) }, closed),
  output: Type.Object({ id }, closed),
  trace: ({ model }, output) => ({ subject: output.id, detail: { model } }),
  run: async (ctx, { model }) => {
    const bank = await freezeBank(ctx.db);
    const calibration = newId();
    await all(
      ctx.db,
      sql`
      insert into skills.calibration (id, bank_version_id, model, state, asked_by, asked_at)
      values (${calibration}, ${bank.id}, ${model}, 'running', ${personOf(ctx.actor) ?? null}, ${ctx.now.toString()})`,
    );
    await enqueue(ctx.db, calibrateJob, { calibration });
    return { id: calibration };
  },
});

/** All calibrations, and what the bank in use stands on. */
export const listCalibrations = operation({
  name: 'skills.list-calibrations',
  summary: 'Calibrations, newest first; the bank version in use with how many items are calibrated, and how many measured sittings there are to calibrate from.',
  kind: 'read',
  http: 'GET /skills/calibrations',
  permission: 'skills.calibrate',
  input: Type.Object({}, closed),
  output: Type.Object(
    {
      calibrations: Type.Array(CalibrationLine),
      bank: Type.Union(
        [
          Type.Object(
            {
              number: Type.Integer({ description: 'Number' }),
              items: Type.Integer({ description: 'Counted items' }),
              calibrated: Type.Integer({ description: 'Calibrated ones' }),
            },
            closed,
          ),
          Type.Null(),
        ],
        { description: 'The newest bank version; null: nobody has sat yet' },
      ),
      sittings: Type.Integer({ description: 'Measured sittings of that bank version' }),
      fewest: Type.Integer({ description: 'Sittings that a calibration needs' }),
    },
    closed,
  ),
  run: async (ctx) => {
    const newest = await one(
      ctx.db,
      sql<{ id: string; number: number; items: number; calibrated: number }>`
      select bank.id, bank.number, bank.item_count as items, bank.calibrated
      from skills.bank_version as bank
      order by bank.number desc
      limit 1`,
    );
    return {
      calibrations: await lines(ctx, null),
      bank: newest === undefined ? null : { number: newest.number, items: newest.items, calibrated: newest.calibrated },
      sittings: newest === undefined ? 0 : await countRows(ctx.db, newest.id),
      fewest: FEWEST_SITTINGS,
    };
  },
});

/** One calibration with what it found. */
export const readCalibration = operation({
  name: 'skills.read-calibration',
  summary: 'A calibration with parameters, errors, fit, drift and fairness of every item; groups with fewer than 100 answers are not computed.',
  kind: 'read',
  http: 'GET /skills/calibrations/{id}',
  permission: 'skills.calibrate',
  input: Type.Object({ id }, closed),
  output: Type.Object({ calibration: CalibrationLine, report: Type.Union([Report, Type.Null()], { description: 'null until it is ready' }) }, closed),
  run: async (ctx, input) => {
    const [calibration] = await lines(ctx, input.id);
    const row = await one(ctx.db, sql<{ report: Report | null }>`select calibration.report from skills.calibration where calibration.id = ${input.id}`);
    return { calibration: found(calibration, 'skills-calibration.none'), report: row?.report ?? null };
  },
});

/** A second person publishes a calibration, or it is dropped. */
export const decideCalibration = operation({
  name: 'skills.decide-calibration',
  summary: 'Publish a calibration as a new frozen bank version (a second person does that), or drop it. Sittings under way keep their version.',
  kind: 'write',
  http: 'POST /skills/calibrations/{id}/decision',
  permission: 'skills.calibrate',
  input: Type.Object({ id, to: Type.Enum(['published', 'dropped'], { description: 'published or dropped' }) }, closed),
  output: Type.Object({ state: Type.String({ description: 'State now' }) }, closed),
  trace: (input) => ({ subject: input.id, detail: { to: input.to } }),
  run: async (ctx, input) => {
    const row = found(
      await one(
        ctx.db,
        sql<{ state: string; askedBy: string | null; report: Report | null; asked: string }>`
        select calibration.state, calibration.asked_by as "askedBy", calibration.report, to_char(calibration.asked_at, 'YYYY-MM-DD') as asked
        from skills.calibration
        where calibration.id = ${input.id}
        for update of calibration`,
      ),
      'skills-calibration.none',
    );
    if (row.state !== 'ready') throw new Problem('conflict', 'skills-calibration.not-ready');
    if (input.to === 'published' && row.askedBy === (personOf(ctx.actor) ?? null)) throw new Problem('conflict', 'skills-calibration.second-person');
    const newBank = input.to === 'published' ? await publish(ctx, input.id, row.report?.items ?? []) : null;
    await all(
      ctx.db,
      sql`
      update skills.calibration
      set state = ${input.to}, confirmed_by = ${input.to === 'published' ? (personOf(ctx.actor) ?? null) : null}, confirmed_at = ${ctx.now.toString()}, new_bank_version_id = ${newBank}
      where calibration.id = ${input.id}`,
    );
    return { state: input.to };
  },
});

async function publish(ctx: Ctx, calibration: string, items: Report['items']): Promise<string> {
  await addCalibrated(
    ctx.db,
    items.map(({ id: itemId, version, a, b, c }) => ({ itemId, version, a, b, c, note: `calibration ${calibration}` })),
  );
  const bank = await freezeBank(ctx.db);
  await record(ctx, [{ kind: 'skills.bank-calibrated', subject: calibration, unitId: (await getRoot(ctx.db, ctx.today)).id, day: ctx.today, data: { items: items.length } }]);
  return bank.id;
}

/** The items of the last published calibration, for drift. */
async function lastPublished(db: Db) {
  const row = await one(
    db,
    sql<{ report: Report }>`
    select calibration.report
    from skills.calibration
    where calibration.state = 'published'
    order by calibration.confirmed_at desc
    limit 1`,
  );
  return (row?.report.items ?? []).map(({ id: item, a, b, errorA, errorB }) => ({ id: item, a, b, errors: { a: errorA, b: errorB } }));
}

function lines(ctx: Pick<Ctx, 'db' | 'actor'>, only: string | null): Promise<CalibrationLine[]> {
  return all(
    ctx.db,
    sql<CalibrationLine>`
    select calibration.id, bank.number as bank, calibration.model, calibration.state, calibration.people, calibration.problem, asker.name as "askedBy",
      to_char(calibration.asked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "askedAt", second.name as "confirmedBy",
      calibration.state = 'ready' and calibration.asked_by is distinct from ${personOf(ctx.actor) ?? null}::uuid as "mayConfirm", fresh.number as "newBank"
    from skills.calibration
    join skills.bank_version as bank on bank.id = calibration.bank_version_id
    left join skills.bank_version as fresh on fresh.id = calibration.new_bank_version_id
    left join kernel.person as asker on asker.id = calibration.asked_by
    left join kernel.person as second on second.id = calibration.confirmed_by
    where ${only}::uuid is null
      or calibration.id = ${only}::uuid
    order by calibration.asked_at desc
    limit 100`,
  );
}
