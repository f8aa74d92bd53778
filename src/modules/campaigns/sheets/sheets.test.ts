import { describe, expect } from 'vitest';
import { one, sql } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { skills } from '#modules/skills/index.ts';
import { attend, campaigns, closeGathering, enterSheet, makeSheets, markAttendance, planGathering, printSheetsOperation, readGathering, showAttendance } from '../index.ts';
import { held } from './testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, campaigns);

describe('group sessions and sheets', () => {
  rolledBack('who scans the code and types the staff code is there; the contact strikes out and notes; closing tells what was explained', async (tx) => {
    const { town, id, session, contact, nobody, lineOf } = await held(tx);
    const line = await lineOf(id, town.binh);
    const staffCode = (await one(tx, sql<{ code: string }>`select staff_code as code from kernel.person where id = ${town.binh}`))?.code ?? '';
    const { address, people } = await perform(readGathering, contact(), { id: session });
    expect(people.every(({ invited }) => invited)).toBe(true);
    const secret = address?.split('/').at(-1) ?? '';
    for (const other of ['sai', secret.slice(1), `${secret}x`])
      await expect(perform(showAttendance, nobody(), { secret: other })).rejects.toMatchObject({ kind: 'missing', code: 'campaigns-gathering.no-code' });
    await perform(attend, nobody(), { secret, staffCode });
    await perform(attend, nobody(), { secret, staffCode });
    const present = async () => (await perform(readGathering, contact(), { id: session })).people.find((one) => one.id === line.id)?.present;
    expect(await present()).toBe('qr');
    await perform(markAttendance, contact(), { id: session, line: line.id, present: false });
    expect(await present()).toBeNull();
    await perform(markAttendance, contact(), { id: session, line: line.id, present: true });
    await tx.executeQuery(sql`update campaigns.line set state = 'needs-help', failures = 2 where id = ${line.id}`.compile(tx));
    expect(await perform(closeGathering, contact(), { id: session })).toEqual({ people: 1 });
    expect(await one(tx, sql`select state, help from campaigns.line where id = ${line.id}`)).toEqual({ state: 'needs-help', help: 'done' });
    await expect(perform(attend, nobody(), { secret, staffCode })).rejects.toMatchObject({ code: 'campaigns-gathering.no-code' });
    await expect(perform(closeGathering, contact(), { id: session })).rejects.toMatchObject({ code: 'campaigns-gathering.over' });
  });

  rolledBack('who is not on the list is told so; a day that is past and a campaign that asks nobody are refused', async (tx) => {
    const { town, session, contact, nobody } = await held(tx);
    const secret = (await perform(readGathering, contact(), { id: session })).address?.split('/').at(-1) ?? '';
    await expect(perform(attend, nobody(), { secret, staffCode: 'HN-0000' })).rejects.toMatchObject({ code: 'campaigns-gathering.not-on-list' });
    const plan = { unitId: town.ward, campaignId: town.ward, day: TODAY, place: 'Phòng họp' };
    await expect(perform(planGathering, contact(), plan)).rejects.toMatchObject({ code: 'campaigns-gathering.nobody-left' });
    await expect(perform(planGathering, contact(), { ...plan, day: '2026-11-01' })).rejects.toMatchObject({ kind: 'invalid' });
  });

  rolledBack('right answers on paper decide as on a screen: understood, once', async (tx) => {
    const { town, id, contact, lineOf, sheetOf, signs, session, sheets } = await held(tx);
    const line = await lineOf(id, town.binh);
    const { code, items } = await sheetOf(line.id);
    const { pdf } = await perform(printSheetsOperation, contact(), { id: session });
    expect(Buffer.from(pdf, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    const answers = await signs(items, true);
    expect(await perform(enterSheet, contact(), { code: code.toLowerCase(), answers })).toEqual({ code, questions: items.length, left: sheets - 1 });
    expect((await lineOf(id, town.binh)).state).toBe('understood');
    expect(await one(tx, sql`select channel from campaigns.line where id = ${line.id}`)).toEqual({ channel: 'session' });
    await expect(perform(enterSheet, contact(), { code, answers })).rejects.toMatchObject({ code: 'campaigns-sheet.entered-before', values: { code } });
    const kept = await one(
      tx,
      sql<{ asked: number; answered: number }>`
      select count(*) as asked, count(item.correct) as answered
      from campaigns.test_item as item
      join campaigns.test on test.id = item.test_id
      where test.line_id = ${line.id}`,
    );
    expect(kept?.answered).toBeLessThanOrEqual(kept?.asked ?? 0);
  });

  rolledBack('wrong and open answers are not yet understood; the second sheet leads to help; new sheets are drawn for who is left', async (tx) => {
    const { town, id, contact, lineOf, sheetOf, signs, session } = await held(tx);
    const line = await lineOf(id, town.binh);
    const first = await sheetOf(line.id);
    await perform(enterSheet, contact(), { code: first.code, answers: await signs(first.items, false) });
    expect((await lineOf(id, town.binh)).state).toBe('checked');
    expect(await perform(makeSheets, contact(), { id: session })).toEqual({ made: 1 });
    const second = await sheetOf(line.id);
    await perform(enterSheet, contact(), { code: second.code, answers: '0'.repeat(second.items.length) });
    expect(await lineOf(id, town.binh)).toMatchObject({ state: 'needs-help', failures: 2 });
  });

  rolledBack('what was mistyped is said, and nothing is kept', async (tx) => {
    const { town, id, contact, lineOf, sheetOf, as, officer } = await held(tx);
    const line = await lineOf(id, town.binh);
    const { code, items } = await sheetOf(line.id);
    const wrong = (given: { code: string; answers: string }) =>
      perform(enterSheet, contact(), given).catch((problem: { errors?: { code: string }[]; code: string }) => problem.errors?.[0]?.code ?? problem.code);
    expect(await wrong({ code: `${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}`, answers: 'A' })).toBe('campaigns-sheet.bad-code');
    expect(await wrong({ code, answers: '' })).toBe('campaigns-sheet.answers-next');
    expect(await wrong({ code, answers: 'A' })).toBe('campaigns-sheet.bad-length');
    expect(await wrong({ code, answers: '?'.repeat(items.length) })).toBe('campaigns-sheet.bad-sign');
    expect(await wrong({ code, answers: 'H'.repeat(items.length) })).toBe('campaigns-sheet.no-option');
    expect(await wrong({ code: '2222222', answers: 'A' })).toMatch(/no-sheet|bad-code/);
    await expect(perform(enterSheet, as(officer, 'unit-contact', town.other), { code, answers: 'A' })).rejects.toMatchObject({ kind: 'forbidden' });
    expect((await lineOf(id, town.binh)).state).toBe('invited');
    expect(await one(tx, sql`select count(*) as n from campaigns.test where line_id = ${line.id}`)).toEqual({ n: 0 });
  });

  rolledBack('somebody who was done on a screen meanwhile is not asked again by a sheet', async (tx) => {
    const { town, id, contact, lineOf, sheetOf, signs, sit, as } = await held(tx);
    const line = await lineOf(id, town.binh);
    const { code, items } = await sheetOf(line.id);
    await sit(line.id, () => as(town.binh, 'official', town.ward), true);
    await expect(perform(enterSheet, contact(), { code, answers: await signs(items, true) })).rejects.toMatchObject({ code: 'campaigns-task.ended' });
  });
});
