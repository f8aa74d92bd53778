import { describe, expect } from 'vitest';
import { one, sql } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { skills } from '#modules/skills/index.ts';
import { campaigns, enterKiosk, issueCode, leaveKiosk, listCodes, listMyCampaigns, newSecret, openTask, stayOn } from '../index.ts';
import { running } from '../testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, campaigns);

describe('the shared computer', () => {
  rolledBack('a code opens the campaigns of one person for three minutes; it is good once', async (tx) => {
    const { town, id, lineOf, contact, nobody } = await running(tx, ['kiosk']);
    const line = await lineOf(id, town.binh);
    const staffCode = (await one(tx, sql<{ code: string }>`select staff_code as code from kernel.person where id = ${town.binh}`))?.code ?? '';
    await perform(issueCode, contact(), { unitId: town.ward, staffCode });
    const [code] = await perform(listCodes, contact(), {});
    const secret = newSecret();
    expect(await perform(enterKiosk, nobody(), { staffCode: staffCode.toLowerCase(), code: code?.code ?? '', secret })).toEqual({ entered: true });
    expect((await perform(listMyCampaigns, nobody('10:02'), { link: secret })).tasks).toHaveLength(1);
    await perform(openTask, nobody('10:02'), { id: line.id, link: secret });
    expect(await one(tx, sql`select channel from campaigns.line where id = ${line.id}`)).toEqual({ channel: 'kiosk' });
    // The act at 10:02 lets the stay go on until 10:05.
    await perform(stayOn, nobody('10:04'), { secret });
    expect((await perform(listMyCampaigns, nobody('10:06'), { link: secret })).tasks).toHaveLength(1);
    await expect(perform(listMyCampaigns, nobody('10:07'), { link: secret })).rejects.toMatchObject({ code: 'campaigns-task.no-link' });
    expect(await perform(enterKiosk, nobody('10:08'), { staffCode, code: code?.code ?? '', secret: newSecret() })).toEqual({ entered: false });
    await perform(stayOn, nobody('10:08'), { secret });
    await expect(perform(listMyCampaigns, nobody('10:08'), { link: secret })).rejects.toMatchObject({ code: 'campaigns-task.no-link' });
  });

  rolledBack('however often it is prolonged, a stay ends after half an hour; leaving ends it at once', async (tx) => {
    const { town, contact, nobody } = await running(tx, ['kiosk']);
    const staffCode = (await one(tx, sql<{ code: string }>`select staff_code as code from kernel.person where id = ${town.binh}`))?.code ?? '';
    const enter = async (time: string): Promise<string> => {
      await perform(issueCode, contact(time), { unitId: town.ward, staffCode });
      const secret = newSecret();
      await perform(enterKiosk, nobody(time), { staffCode, code: (await perform(listCodes, contact(time), {}))[0]?.code ?? '', secret });
      return secret;
    };
    const secret = await enter('10:00');
    for (let minute = 2; minute < 30; minute += 2) await perform(stayOn, nobody(`10:${String(minute).padStart(2, '0')}`), { secret });
    expect((await perform(listMyCampaigns, nobody('10:29'), { link: secret })).tasks).toHaveLength(1);
    await expect(perform(listMyCampaigns, nobody('10:30'), { link: secret })).rejects.toMatchObject({ code: 'campaigns-task.no-link' });
    const other = await enter('11:00');
    await perform(leaveKiosk, nobody('11:01'), { secret: other });
    await expect(perform(listMyCampaigns, nobody('11:01'), { link: other })).rejects.toMatchObject({ code: 'campaigns-task.no-link' });
  });

  rolledBack('five wrong tries make a code void; after fifteen minutes it is no longer good; nobody of another unit gets one', async (tx) => {
    const { town, contact, nobody, as, officer } = await running(tx, ['kiosk']);
    const staffCode = (await one(tx, sql<{ code: string }>`select staff_code as code from kernel.person where id = ${town.binh}`))?.code ?? '';
    const tryOnce = (code: string, time: string) => perform(enterKiosk, nobody(time), { staffCode, code, secret: newSecret() });
    const issue = async (): Promise<string> => {
      await perform(issueCode, contact(), { unitId: town.ward, staffCode });
      return (await perform(listCodes, contact(), {}))[0]?.code ?? '';
    };
    const first = await issue();
    const wrong = first === '00000000' ? '00000001' : '00000000';
    for (let n = 0; n < 5; n += 1) expect(await tryOnce(wrong, '10:01')).toEqual({ entered: false });
    expect(await tryOnce(first, '10:01')).toEqual({ entered: false });
    expect(await tryOnce(await issue(), '10:16')).toEqual({ entered: false });
    expect(await perform(enterKiosk, nobody(), { staffCode: 'nobody', code: first, secret: newSecret() })).toEqual({ entered: false });
    await expect(perform(issueCode, contact(), { unitId: town.ward, staffCode: 'HN-0000' })).rejects.toMatchObject({ code: 'campaigns-kiosk.nobody' });
    await expect(perform(issueCode, as(officer, 'unit-contact', town.other), { unitId: town.ward, staffCode })).rejects.toMatchObject({ kind: 'forbidden' });
  });
});
