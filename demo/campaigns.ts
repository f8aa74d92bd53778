import { createHash } from 'node:crypto';
import { addDays, type Day } from '#base/day/index.ts';
import { all, inTransaction, sql } from '#base/db/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import {
  beginRenewals,
  decideCampaign,
  imagineDay,
  imagineWave,
  openWave,
  readEffect,
  saveCampaign,
  shippedId,
  stopCampaign,
  submitCampaign,
  syncRosters,
  type Imagined,
  type ImaginedWave,
} from '#modules/campaigns/index.ts';
import { cityUnitId } from '#modules/directory/index.ts';

/** What those asked read: nothing here is a decision of the city. */
const WHY = 'Chiến dịch minh họa của bản trình diễn, không phải quyết định của thành phố.';

/** Days before today on which each campaign began, how long it runs, which share of people has opened it by now, and how hard each thing to understand is. */
const CAMPAIGNS = [
  { message: 'ke-hoach-chuyen-doi-so', title: 'Kế hoạch chuyển đổi số của thành phố: mỗi người làm gì', ago: 38, days: 45, opened: 0.94, hard: ['hai-cap', 'giay-to'] },
  { message: 'du-lieu-ca-nhan', title: 'Giữ an toàn dữ liệu cá nhân của người dân', ago: 9, days: 30, opened: 0.52, hard: ['cong-cu-ngoai', 'nhan-biet'] },
] as const;

const LADDER = [
  { channel: 'in-app' as const, afterWorkingDays: 0 },
  { channel: 'email' as const, afterWorkingDays: 1 },
  { channel: 'head-list' as const, afterWorkingDays: 6 },
];

/** A campaign of last half-year: units started in three steps drawn by lot, so that its effect can be told; four months later some had forgotten. */
const STEPPED = { message: 'du-lieu-ca-nhan', title: 'Dữ liệu cá nhân tại trung tâm phục vụ hành chính công', ago: 150, days: 50, over: 45, steps: 3, stepDays: 14 } as const;

/** Days after the start on which each measuring wave opens, its share of the roster, and how many of six questions people answer rightly before and after they were told. */
const WAVES = [
  { kind: 'baseline', after: 0, sharePercent: 50, untold: 3.1, told: 3.1 },
  { kind: 'between', after: 22, sharePercent: 100, untold: 3.2, told: 4.6 },
  { kind: 'endline', after: 48, sharePercent: 50, untold: 5, told: 5 },
] as const;
/** Right answers of six after four months: few enough that whatever the lot draws, understanding has faded. */
const FORGOTTEN = 3.8;

/** Runs three campaigns over the imaginary staff up to today: the same staff gives the same history. Everything says that it is imaginary. */
export async function makeCampaigns(ctxOn: (day: Day) => Ctx, today: Day): Promise<void> {
  for (const { message, title, ago, days, opened, hard } of CAMPAIGNS) {
    const starts = addDays(today, -ago);
    const ends = addDays(starts, days);
    const draft = {
      unitId: cityUnitId('hn'),
      title,
      why: WHY,
      messages: [shippedId('message', message)],
      audience: { include: [{}], exclude: [] },
      starts,
      joinersUntil: addDays(starts, days - 7),
      ends,
      ladder: LADDER,
    };
    const { id } = await perform(saveCampaign, ctxOn(starts), draft);
    await perform(submitCampaign, ctxOn(starts), { id });
    await perform(decideCampaign, ctxOn(starts), { id, approve: true });
    for (let day = addDays(starts, 1); day <= today; day = addDays(day, 1)) await passDay(ctxOn(day), id, { title, starts, over: Math.min(ago, days), opened, hard });
  }
  await makeStepped(ctxOn, today);
  await syncRosters(ctxOn(today));
}

async function makeStepped(ctxOn: (day: Day) => Ctx, today: Day): Promise<void> {
  const { message, title, ago, days, over, steps, stepDays } = STEPPED;
  const starts = addDays(today, -ago);
  const { id } = await perform(saveCampaign, ctxOn(starts), {
    unitId: cityUnitId('hn'),
    title,
    why: WHY,
    messages: [shippedId('message', message)],
    audience: { include: [{ unitKinds: ['service-centre'] }], exclude: [] },
    starts,
    joinersUntil: addDays(starts, 30),
    ends: addDays(starts, days),
    ladder: LADDER,
    steps,
    stepDays,
  });
  await perform(submitCampaign, ctxOn(starts), { id });
  await perform(decideCampaign, ctxOn(starts), { id, approve: true });
  for (let passed = 0; passed <= days; passed += 1) {
    const ctx = ctxOn(addDays(starts, passed));
    if (passed > 0) await passDay(ctx, id, { title, starts, over, opened: 0.95, hard: ['cong-cu-ngoai'] });
    for (const wave of WAVES.filter(({ after }) => after === passed)) {
      const { waveId } = await perform(openWave, ctx, { id, kind: wave.kind, days: 10, sharePercent: wave.sharePercent });
      await imagineWave(ctx, { campaignId: id, waveId }, (person, told) => waveAnswer(`${person} ${wave.kind}`, told ? wave.told : wave.untold));
    }
  }
  await perform(stopCampaign, ctxOn(addDays(starts, days)), { id, reason: 'Chiến dịch minh họa đã hết hạn.' });
  const later = ctxOn(addDays(starts, 121));
  await beginRenewals(later);
  const { waves } = await perform(readEffect, later, { id });
  for (const { id: waveId, kind } of waves) {
    if (kind === 'renewal') await imagineWave(later, { campaignId: id, waveId }, (person) => waveAnswer(`${person} renewal`, FORGOTTEN));
  }
}

/** Nine of ten answer; right answers lie about the mean, attitude and practice follow them. */
function waveAnswer(who: string, mean: number): ImaginedWave {
  const [answers, by, attitude, practice] = chances(who);
  if (answers > 0.9) return undefined;
  const right = Math.max(0, Math.min(6, Math.round(mean + 2.4 * (by - 0.5))));
  const scale = (chance: number): number => Math.max(1, Math.min(5, Math.round((1.6 + mean / 2.4 + 1.6 * (chance - 0.5)) * 3) / 3));
  return { right, attitude: scale(attitude), practice: scale(practice) };
}

type Course = { title: string; starts: Day; over: number; opened: number; hard: readonly string[] };

async function passDay(plain: Ctx, campaignId: string, course: Course): Promise<void> {
  const people = await all(
    plain.db,
    sql<Standing>`
    select line.person_id as "personId", person.staff_code as "staffCode", line.state
    from campaigns.line
    join kernel.person on person.id = line.person_id
    where line.campaign_id = ${campaignId}
      and line.state in ('invited', 'reached', 'checked')
      and line.opens <= ${plain.today}
    order by person.staff_code`,
  );
  const acting = people.flatMap((person) => acts(person, plain.today, course));
  await inTransaction(plain.db, (db) => imagineDay({ ...plain, db }, campaignId, acting));
}

type Standing = { personId: string; staffCode: string; state: string };

/** What somebody does on a day, by their staff code and the title of the campaign: ids are other ones each time. */
function acts({ personId, staffCode, state }: Standing, today: Day, { title, starts, over, opened, hard }: Course): Imagined[] {
  const [will, when, reads, way] = chances(`${staffCode} ${title}`);
  const comes = addDays(starts, 1 + Math.floor(when ** 1.6 * (over - 1)));
  const channel = way < 0.55 ? 'in-app' : 'email';
  if (will >= opened || comes > today) return [];
  // Most answer on the day on which they open it; some come back, and whoever did not pass comes back two days later.
  if (state === 'invited') return [{ personId, channel, answers: reads < 0.85 ? answering(staffCode, 0.86, hard) : null }];
  if (state === 'reached' && reads < 0.94) return [{ personId, channel, answers: answering(staffCode, 0.86, hard) }];
  const [again] = chances(`${staffCode} ${title} ${today}`);
  return state === 'checked' && again < 0.4 ? [{ personId, channel, answers: answering(`${staffCode} again`, 0.8, hard) }] : [];
}

/** How somebody answers: whoever has understood slips now and then, whoever has not guesses; hard things are missed more often. */
function answering(who: string, share: number, hard: readonly string[]): (family: string) => boolean {
  const understands = chances(who)[0] < share;
  return (family) => {
    const chance = understands ? (hard.includes(family) ? 0.84 : 0.96) : 0.35;
    return chances(`${who} ${family}`)[1] < chance;
  };
}

/** Four numbers from 0 to before 1 that always come out the same for a text. */
function chances(text: string): [number, number, number, number] {
  const bytes = createHash('sha256').update(text).digest();
  const at = (place: number): number => bytes.readUInt32BE(4 * place) / 2 ** 32;
  return [at(0), at(1), at(2), at(3)];
}
