import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { gatherPersonal } from '#kernel/personal/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { skills } from '#modules/skills/index.ts';
import { campaigns, correctSheet, enterSheet, excuseLine, listKeyedSheets, readSheet } from '../index.ts';
import { countRounds, listHardFamilies } from '../board/store.ts';
import { personal } from '../personal.ts';
import { held } from './testing.ts';

const { rolledBack, inRolledBack } = await testDatabase();
declareTown(skills, campaigns);

/** How a line stands in everything that a decision moves, and what its open span says. */
const standing = (tx: Db, line: string) =>
  one(
    tx,
    sql`
    select line.state, line.failures, line.help, line.channel, line.reached_on, line.understood_on, line.ended_on,
      (select string_agg(span.state, ',') from campaigns.line_span as span where span.line_id = line.id and span.valid_to = 'infinity') as span,
      (select own.understood_at is not null from campaigns.line_message as own where own.line_id = line.id) as understood,
      (select string_agg(test.decision, ',' order by test.round) from campaigns.test where test.line_id = line.id and test.decision <> 'corrected') as decisions
    from campaigns.line
    where line.id = ${line}`,
  );

/** Who keys, and what Bình's sheet is. */
async function keying(tx: Db) {
  const made = await held(tx);
  const line = (await made.lineOf(made.id, made.town.binh)).id;
  const sheet = await made.sheetOf(line);
  const key = (answers: string, time = '15:00') => perform(enterSheet, made.contact(time), { code: sheet.code, answers });
  const correct = (answers: string, ctx: Ctx = made.contact('15:05')) => perform(correctSheet, ctx, { code: sheet.code, answers });
  return { ...made, line, ...sheet, key, correct, right: await made.signs(sheet.items, true), wrong: await made.signs(sheet.items, false) };
}

describe('a sheet that was keyed wrongly', () => {
  rolledBack('is opened again, shows what was keyed, and is decided anew; the trace and the corrected fact stay', async (tx) => {
    const { id, contact, code, line, right, wrong, key, correct } = await keying(tx);
    await key(wrong);
    expect(await standing(tx, line)).toMatchObject({ state: 'checked', failures: 1 });
    expect(await perform(listKeyedSheets, contact('15:01'), {})).toMatchObject([{ code, corrections: 0 }]);
    const shown = await perform(readSheet, contact('15:01'), { code });
    expect(shown).toMatchObject({ whyNot: null, left: 2 });
    expect(shown.questions.map(({ keyed }) => keyed).join('')).toBe(wrong);
    expect(await correct(right)).toEqual({ code, changed: [...right].map((_, at) => at + 1) });
    expect(await standing(tx, line)).toMatchObject({ state: 'understood', failures: 0, understood_on: TODAY, span: 'understood', decisions: 'understood' });
    expect(await one(tx, sql`select keyed, corrected_by is not null as by from campaigns.sheet_correction where code = ${code}`)).toEqual({ keyed: wrong, by: true });
    // What was never answered counts nowhere.
    expect(await countRounds(tx, id)).toEqual([{ round: 1, sat: 1, passed: 1 }]);
    expect((await listHardFamilies(tx, id)).every((family) => family.wrong === 0)).toBe(true);
  });

  rolledBack('that had been taken for understood is not any more; the fact of it is corrected by a new one', async (tx) => {
    const { line, right, wrong, key, correct } = await keying(tx);
    await key(right);
    await correct(wrong);
    expect(await standing(tx, line)).toMatchObject({ state: 'checked', failures: 1, understood_on: null, ended_on: null, span: 'checked', understood: false });
    const facts = await all(
      tx,
      sql`
      select fact.data ->> 'after' as after, corrected.data ->> 'after' as instead
      from kernel.fact
      left join kernel.fact as corrected on corrected.id = fact.corrects
      where fact.subject = ${line}
        and fact.kind = 'campaigns.line-changed'
      order by fact.id desc
      limit 2`,
    );
    expect(facts).toEqual([
      { after: 'checked', instead: 'understood' },
      { after: 'understood', instead: null },
    ]);
  });

  test('stands after its correction as if it had been keyed rightly at once, whatever was keyed and wherever the person stood', { timeout: 60_000 }, () =>
    inRolledBack(async (tx) => {
      const { line, items, right, key, correct, sit, as, town } = await keying(tx);
      // Mostly right and mostly wrong ones, so that every decision comes.
      const signs = fc
        .tuple(fc.boolean(), fc.array(fc.constantFrom('A', 'B', 'C', '-'), { minLength: items.length, maxLength: items.length }), fc.nat(items.length))
        .map(([good, typed, n]) => (good ? right.slice(0, n) + typed.slice(n).join('') : typed.join('')));
      const apart = async (work: () => Promise<void>) => {
        await sql`savepoint apart`.execute(tx);
        await work();
        await sql`rollback to savepoint apart`.execute(tx);
        await sql`release savepoint apart`.execute(tx);
      };
      const same = fc.asyncProperty(fc.nat(2), signs, signs, async (failures, first, then) => {
        fc.pre(first !== then);
        await apart(async () => {
          for (let n = 0; n < failures; n += 1) await sit(line, () => as(town.binh, 'official', town.ward), false);
          let [at, corrected]: unknown[] = [];
          await apart(async () => {
            await key(then);
            at = await standing(tx, line);
          });
          await apart(async () => {
            await key(first);
            await correct(then);
            corrected = await standing(tx, line);
          });
          expect(corrected).toEqual(at);
        });
      });
      await fc.assert(same, { numRuns: 20 });
    }),
  );

  rolledBack('is corrected by nobody else, not on a later day, not more than twice, not with the same answers, not by a slip of the keyboard', async (tx) => {
    const { town, code, as, officer, contact, right, wrong, key, correct } = await keying(tx);
    await expect(perform(readSheet, contact(), { code })).rejects.toMatchObject({ code: 'campaigns-sheet.not-entered' });
    await expect(correct(right)).rejects.toMatchObject({ code: 'campaigns-sheet.not-entered' });
    await key(wrong);
    const other = as(officer, 'unit-contact', town.ward);
    expect(await perform(readSheet, other, { code })).toMatchObject({ whyNot: 'campaigns-sheet.correct-not-yours', questions: [] });
    await expect(correct(right, other)).rejects.toMatchObject({ code: 'campaigns-sheet.correct-not-yours' });
    await expect(correct(right, as(officer, 'unit-contact', town.other))).rejects.toMatchObject({ kind: 'forbidden' });
    const tomorrow: Ctx = { ...contact(), today: addDays(TODAY, 1) };
    expect(await perform(readSheet, tomorrow, { code })).toMatchObject({ whyNot: 'campaigns-sheet.correct-over', questions: [] });
    expect(await perform(listKeyedSheets, tomorrow, {})).toEqual([]);
    await expect(correct(right, tomorrow)).rejects.toMatchObject({ code: 'campaigns-sheet.correct-over' });
    await expect(correct(wrong)).rejects.toMatchObject({ code: 'campaigns-sheet.correct-same' });
    await expect(correct(wrong.slice(1))).rejects.toMatchObject({ errors: [{ code: 'campaigns-sheet.bad-length' }] });
    await correct(right);
    await correct(wrong, contact('15:10'));
    await expect(correct(right, contact('15:15'))).rejects.toMatchObject({ code: 'campaigns-sheet.correct-often' });
  });

  rolledBack('stays when the person has answered on since, was excused since, or the campaign is over', async (tx) => {
    const { town, code, as, contact, line, right, wrong, key, correct, sit } = await keying(tx);
    await key(wrong);
    await sql`savepoint keyed`.execute(tx);
    await sit(line, () => ({ ...as(town.binh, 'official', town.ward), now: contact('15:03').now }), false);
    expect(await perform(readSheet, contact('15:04'), { code })).toMatchObject({ whyNot: 'campaigns-sheet.correct-moved' });
    await expect(correct(right)).rejects.toMatchObject({ code: 'campaigns-sheet.correct-moved' });
    await sql`rollback to savepoint keyed`.execute(tx);
    await perform(excuseLine, contact('15:03'), { id: line, reason: 'Nghỉ chữa bệnh dài ngày' });
    await expect(correct(right)).rejects.toMatchObject({ code: 'campaigns-sheet.correct-moved' });
    await sql`rollback to savepoint keyed`.execute(tx);
    await sql`update campaigns.campaign set state = 'ended', ended_on = ${TODAY}`.execute(tx);
    await expect(correct(right)).rejects.toMatchObject({ code: 'campaigns-task.over' });
  });

  rolledBack('is told to the person, and what was keyed is erased with them', async (tx) => {
    const { town, code, task, right, wrong, key, correct } = await keying(tx);
    await key(wrong);
    await correct(right);
    const told = (await gatherPersonal(tx, town.binh, [])).find(({ table }) => table === 'campaigns.sheet_correction');
    expect(told?.rows).toMatchObject([{ keyed: wrong }]);
    expect(JSON.stringify(told?.rows)).not.toContain(code);
    await personal.erase?.(task(), town.binh);
    expect(
      await one(tx, sql`select sheet.keyed, old.keyed as before from campaigns.sheet join campaigns.sheet_correction as old on old.code = sheet.code where sheet.code = ${code}`),
    ).toEqual({
      keyed: null,
      before: '',
    });
  });
});
