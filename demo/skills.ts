import { createHash } from 'node:crypto';
import { addDays, addMonths, plainDate, type Day } from '#base/day/index.ts';
import { all, inTransaction, sql, type Db } from '#base/db/index.ts';
import { fillInQuestionnaires, keepRequired, sitChecks, type PlannedCheck, type PlannedQuestionnaire, type PlannedRating } from '#modules/skills/index.ts';
import type { CtxOn } from './make.ts';
import { random, type Random } from './random.ts';
import { workday } from './workday.ts';

/** Somebody in post: since when, in which unit, and under which commune or agency. */
type Official = { personId: string; code: string; unitId: string; body: string; kind: string; since: Day };

/** Everything that imaginary people do in a round. */
type Round = { checks: PlannedCheck[]; questionnaires: PlannedQuestionnaire[]; ratings: (PlannedRating & { unitId: string })[] };

/** Of a hundred communes and agencies, so many take part in the first round, and so many more in the second. */
const FIRST = 20;
const SECOND = 8;

/** Months before today in which the rounds lie; the last of them leaves a month, so that everybody may sit a check now. */
const ROUNDS = [8, 3];

/**
 * Two rounds of checks and questionnaires among the imaginary staff, whole communes and agencies at a time, so that groups are large enough to be shown: the first eight, the
 * second three months before today, when those of the first have learned something. The same seed gives the same abilities and, by the ids, the same answers.
 */
export async function makeSkills(ctxOn: CtxOn, today: Day, seed: number, named: ReadonlySet<string>): Promise<void> {
  const plain = ctxOn(today);
  await keepRequired(plain);
  const chance = random(seed + 4);
  const bodies = Map.groupBy(await listOfficials(plain.db, today), ({ body }) => body);
  const round: Round = { checks: [], questionnaires: [], ratings: [] };
  for (const [, officials] of [...bodies].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const draw = chance.int(0, 99);
    const level = 0.45 + 0.4 * normal(chance);
    for (const official of officials) {
      const takes = named.has(official.code) ? 2 : draw < FIRST ? 2 : draw < FIRST + SECOND ? 1 : 0;
      plan(round, official, { takes, today, seed, ability: level + 0.85 * normal(chance) + (official.kind === 'leader' ? 0.3 : 0), chance });
    }
  }
  await inTransaction(plain.db, async (db) => {
    const ctx = { ...plain, db };
    await sitChecks(ctx, round.checks);
    await fillInQuestionnaires(ctx, round.questionnaires, round.ratings);
  });
}

type Plan = { takes: number; today: Day; seed: number; ability: number; chance: Random };

/** What one official does: nine of ten take part; who has practised between the rounds has gained a little. */
function plan(round: Round, { personId, code, unitId, since }: Official, { takes, today, seed, ability, chance }: Plan): void {
  const areas = ['1', '2', '3', '4', '5'].map((area) => [area, 0.4 * normal(chance)] as const);
  const selfView = 0.4 + 0.7 * normal(chance);
  for (const [at, months] of ROUNDS.entries()) {
    const day = workday(addDays(addMonths(today, -months), chance.int(0, 24)));
    const minute = chance.int(480, 950);
    if (at < ROUNDS.length - takes || day < since || !chance.chance(0.9)) continue;
    const gain = takes === 2 && at === 1 ? 0.35 : 0;
    const abilities = Object.fromEntries(areas.map(([area, offset]) => [area, ability + offset + gain]));
    const rated = Object.fromEntries(Object.entries(abilities).map(([area, theta]) => [area, levelOf(theta + selfView)]));
    round.checks.push({ id: idOf(`${seed} check ${code} ${at}`), personId, unitId, day, minute, abilities });
    if (chance.chance(0.8)) round.ratings.push({ personId, unitId, day, at: momentOf(day, minute - 15), levels: rated });
    if (chance.chance(0.85))
      round.questionnaires.push({ id: idOf(`${seed} awareness ${code} ${at}`), personId, unitId, day, minute: minute + 60, leaning: 0.6 * ability + 0.6 * normal(chance) + gain });
  }
}

async function listOfficials(db: Db, today: Day): Promise<Official[]> {
  return all(
    db,
    sql<Official>`
    select posting.person_id as "personId", person.staff_code as code, posting.unit_id as "unitId", body.ancestor_id as body, post.kind, posting.valid_from as since
    from kernel.posting
    join kernel.post on post.id = posting.post_id
    join kernel.person on person.id = posting.person_id
    join kernel.unit_version as place
      on place.parent_id = (
        select root.unit_id
        from kernel.unit_version as root
        where root.parent_id is null
          and root.valid_from <= ${today}
          and root.valid_to > ${today}
        limit 1
      )
      and place.valid_from <= ${today}
      and place.valid_to > ${today}
    join kernel.unit_ancestor as body
      on body.ancestor_id = place.unit_id
      and body.unit_id = posting.unit_id
      and body.valid_from <= ${today}
      and body.valid_to > ${today}
    where posting.main
      and posting.valid_from <= ${today}
      and posting.valid_to > ${today}
    order by person.staff_code`,
  );
}

/** The levels as people see them, with the boundaries that checks use. */
function levelOf(theta: number): number {
  return [-1, 0.4, 1.5].filter((cut) => theta >= cut).length;
}

function momentOf(day: Day, minute: number): number {
  return plainDate(day).toZonedDateTime('Asia/Ho_Chi_Minh').epochMilliseconds + minute * 60_000;
}

/** A number that is distributed nearly as the standard normal: twelve even ones, added up. */
function normal(chance: Random): number {
  return Array.from({ length: 12 }, () => chance.next()).reduce((sum, one) => sum + one, -6);
}

/** An id that is the same for the same words (UUID version 8, RFC 9562). */
function idOf(words: string): string {
  const hex = createHash('sha256').update(words).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
