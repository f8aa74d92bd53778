import { expect } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { all, sql } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { membersOf } from './audience.ts';
import { campaigns, climbLadders, listContact, listHelped, listSummaries, noteHelp, readCampaign, saveCampaign, sendAgain, sendDue, submitCampaign } from './index.ts';
import { everybody, ladder, office, plan, sendsOf } from './testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, campaigns);

rolledBack(
  'an audience says units, kinds, what the post needs and gaps, as that of learning; a small one chosen by gaps tells nothing, and who may not choose is not told why',
  async (tx) => {
    const { town, as, second, writer } = await office(tx);
    const members = async (part: object) => {
      const audience = { include: [part], exclude: [] };
      const rows = await all(tx, sql<{ id: string }>`select member.person_id as id from (${membersOf({ audience, unitId: town.city }, TODAY)}) as member (person_id, unit_id)`);
      return rows.map(({ id }) => id).toSorted();
    };
    expect(await members({ units: [town.other] })).toEqual([town.dung]);
    expect(await members({ required: { area: '4', level: 2 } })).toEqual([]);
    await all(
      tx,
      sql`
    insert into skills.required_level (unit_id, post_kind, area, band, valid_from, valid_to)
    select ${town.inner}::uuid, 'staff', '4', 2, date '2020-01-01', date 'infinity'`,
    );
    expect(await members({ required: { area: '4', level: 2 } })).toEqual([town.binh]);
    expect(await members({ required: { area: '4', level: 3 } })).toEqual([]);
    const { id } = await perform(saveCampaign, writer(), {
      unitId: town.city,
      title: 'Cho người chưa đạt mức',
      why: 'Để mỗi người biết giữ an toàn dữ liệu.',
      messages: [plan],
      audience: { include: [{ gaps: ['4'] }], exclude: [] },
      starts: TODAY,
      joinersUntil: TODAY,
      ends: addDays(TODAY, 20),
      ladder,
    });
    expect((await perform(readCampaign, writer(), { id })).dry).toMatchObject({ people: null, units: null, rungs: [], faults: [{ code: 'campaigns-wizard.fault-few-gaps' }] });
    await expect(perform(submitCampaign, writer(), { id })).rejects.toMatchObject({ errors: [{ code: 'campaigns-wizard.fault-few-gaps' }] });
    const head = await perform(readCampaign, as(second, 'head-of-unit', town.city), { id });
    expect(head.meant).toBeNull();
    expect(head.audience.join(' ')).not.toContain('an toàn');
  },
);

rolledBack('mail without an address is sent again once the address was mended, and only then; the name leaves the list', async (tx) => {
  const made = await office(tx);
  const { town, start, lineOf, as, second, task } = made;
  const { id } = await start();
  await climbLadders(task(addDays(TODAY, 1)));
  await climbLadders(task(addDays(TODAY, 4)));
  await sendDue(task(addDays(TODAY, 4)));
  const { id: line } = await lineOf(id, town.dung);
  expect(await sendsOf(tx, line)).toContainEqual({ channel: 'email', state: 'no-address' });
  const contact = (services: object = {}) => {
    const ctx = as(second, 'unit-contact', town.other, addDays(TODAY, 4));
    return { ...ctx, services: { ...ctx.services, ...services } };
  };
  const due = async () => (await perform(listContact, contact(), { unitId: town.other })).lines.map(({ why, record }) => ({ why, record }));
  // Who may not change records is given no way into them.
  expect(await due()).toEqual([{ why: 'address', record: null }]);
  await expect(perform(sendAgain, as(second, 'unit-contact', town.ward, TODAY), { id: line })).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(sendAgain, contact(), { id: line })).rejects.toMatchObject({ code: 'campaigns-contact.no-address-yet' });
  const mended = { addressOf: async () => new Map([[town.dung, { email: 'dung@example.org', locale: 'vi' as const }]]) };
  expect(await perform(sendAgain, contact(mended), { id: line })).toEqual({ sent: 1 });
  await expect(perform(sendAgain, contact(mended), { id: line })).rejects.toMatchObject({ code: 'campaigns-contact.nothing-lost' });
  expect(await due()).toEqual([]);
});

rolledBack('to whom it was explained and who does not answer comes back onto the list after three days; what was noted by mistake is taken back', async (tx) => {
  const { town, start, lineOf, sit, as, second } = await office(tx);
  const { id } = await start();
  const { id: line } = await lineOf(id, town.binh);
  const binh = () => as(town.binh, 'official', town.inner);
  const contact = (days = 0) => as(second, 'unit-contact', town.ward, addDays(TODAY, days));
  await sit(line, binh, false);
  await sit(line, binh, false);
  const why = async (days: number) => (await perform(listContact, contact(days), { unitId: town.ward })).lines.filter((one) => one.id === line).map((one) => one.why);
  expect(await why(0)).toEqual(['help']);
  await perform(noteHelp, contact(), { id: line, help: 'done' });
  expect(await why(0)).toEqual([]);
  expect(await perform(listHelped, contact(), { unitId: town.ward })).toMatchObject([{ id: line, since: TODAY, own: false }]);
  expect(await why(2)).toEqual([]);
  expect(await why(3)).toEqual(['again']);
  await perform(noteHelp, contact(), { id: line, help: 'call' });
  expect(await why(0)).toEqual(['help']);
  expect(await perform(listHelped, contact(), { unitId: town.ward })).toEqual([]);
  await perform(noteHelp, contact(), { id: line, help: 'done' });
  await sit(line, binh, true);
  expect(await why(5)).toEqual([]);
});

rolledBack('residents find the campaigns of the whole city that have begun, without figures of groups under ten', async (tx) => {
  const { start, writer, town } = await office(tx);
  const { id } = await start();
  await perform(saveCampaign, writer(), {
    unitId: town.city,
    title: 'Bản nháp chưa ai duyệt',
    why: 'Không ai ngoài người soạn thấy.',
    messages: [plan],
    audience: everybody,
    starts: TODAY,
    joinersUntil: TODAY,
    ends: addDays(TODAY, 20),
    ladder,
  });
  expect(await perform(listSummaries, { ...writer(), actor: { kind: 'anonymous' } }, {})).toMatchObject([{ id, asked: null, understood: null }]);
});
