import { createHash } from 'node:crypto';
import { addDays, type Day } from '#base/day/index.ts';
import { all, inTransaction, sql } from '#base/db/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { assignCourse, recordLearned, syncAssignments, type Learned } from '#modules/learning/index.ts';
import { cityUnitId } from '#modules/directory/index.ts';
import { learnAsPeopleDo } from './lessons.ts';

/** What those asked read: nothing here is a decision of the city. */
const REASON = 'Kế hoạch minh họa của bản trình diễn, không phải quyết định của thành phố';

/** Days before today on which a course was assigned, working days to complete it, and to whom. */
const ASSIGNED = [
  { course: 'digital-government', ago: 120, dueDays: 40, part: { unitKinds: ['ward', 'commune'] } },
  { course: 'digital-transformation', ago: 12, dueDays: 30, part: { postKinds: ['leader' as const] } },
  { course: 'digital-applications', ago: 40, dueDays: 25, part: { unitKinds: ['department'] } },
];

/** A course taken by some: the share of people, and over how many days before today. Out of these most complete it, some are half-way. */
const TAKEN = [
  { course: 'digital-government', share: 0.62, from: 118, over: 70 },
  { course: 'digital-transformation', share: 0.3, from: 11, over: 8 },
  { course: 'digital-applications', share: 0.4, from: 39, over: 34 },
  { course: 'digital-society', share: 0.08, from: 150, over: 140 },
  { course: 'digital-economy', share: 0.05, from: 100, over: 95 },
];
const COMPLETING = 0.88;

/** Assigns three courses and enters what people have learned of them and of the others: the same staff gives the same history. Everything says that it is imaginary. */
export async function makeLearning(ctxOn: (day: Day) => Ctx, today: Day, named: ReadonlySet<string>): Promise<void> {
  for (const { course, ago, dueDays, part } of ASSIGNED) {
    const starts = addDays(today, -ago);
    await perform(assignCourse, ctxOn(starts), { course, unitId: cityUnitId('hn'), audience: { include: [part], exclude: [] }, starts, dueDays, reason: REASON });
  }
  const plain = ctxOn(today);
  const { own, others } = await historyOf(plain, named);
  await learnAsPeopleDo(ctxOn, own);
  await inTransaction(plain.db, async (db) => {
    const ctx = { ...plain, db };
    await recordLearned(ctx, others);
    await syncAssignments(ctx);
  });
}

/** What people have learned: `own` those whom one can sign in as, who learn lesson by lesson; `others` are entered as a list. */
async function historyOf({ db, today }: Ctx, named: ReadonlySet<string>): Promise<{ own: Learned[]; others: Learned[] }> {
  const people = await all(
    db,
    sql<{ personId: string; staffCode: string; since: Day }>`
    select person.id as "personId", person.staff_code as "staffCode", posting.valid_from as since
    from kernel.posting
    join kernel.person on person.id = posting.person_id
    where posting.main
      and posting.valid_from <= ${today}
      and posting.valid_to > ${today}
    order by person.staff_code`,
  );
  const learned = (some: typeof people) => some.flatMap((person) => takenBy(person, today));
  return { own: learned(people.filter(({ staffCode }) => named.has(staffCode))), others: learned(people.filter(({ staffCode }) => !named.has(staffCode))) };
}

function takenBy({ personId, staffCode, since }: { personId: string; staffCode: string; since: Day }, today: Day): Learned[] {
  return TAKEN.flatMap(({ course, share, from, over }): Learned[] => {
    const chance = chances(`${staffCode} ${course}`);
    const startedOn = addDays(today, -from + Math.floor(chance[1] * over));
    if (chance[0] >= share || since > startedOn) return [];
    const completedOn = addDays(startedOn, Math.floor(chance[3] * 21));
    const done = chance[2] < COMPLETING && completedOn <= today;
    return [{ personId, course, startedOn, completedOn: done ? completedOn : null, lessons: 1 + Math.floor(chance[3] * 3) }];
  });
}

/** Four numbers from 0 to before 1 that always come out the same for a text. */
function chances(text: string): [number, number, number, number] {
  const bytes = createHash('sha256').update(text).digest();
  const at = (place: number): number => bytes.readUInt32BE(4 * place) / 2 ** 32;
  return [at(0), at(1), at(2), at(3)];
}
