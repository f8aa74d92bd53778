import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import { record, recordFrom } from '#kernel/fact/index.ts';
import { every } from '#kernel/job/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { at, currentBook, decimalText, times, type ParameterBook } from '#kernel/rule/index.ts';
import type { Source, StudyLine } from './model.ts';

/** A session of learning to be counted; `sourceId` names it for good, so that it counts once. */
export type Session = { personId: string; unitId: string; source: Source; sourceId: string; day: Day; minutes: number; title: string };

/** Counts sessions of learning, each once, with a fact each, and notes who thereby reaches the duty of a year. Pass a transaction. Returns how many were new. */
export async function countSessions(ctx: Ctx, sessions: readonly Session[]): Promise<number> {
  if (sessions.length === 0) return 0;
  const fresh = await all(
    ctx.db,
    sql<{ personId: string; unitId: string; source: string; day: Day; minutes: number }>`
    insert into learning.study_time (person_id, source, source_id, unit_id, day, minutes, title)
    select given.person_id, given.source, given.source_id, given.unit_id, given.day, given.minutes, given.title
    from unnest(
      ${sessions.map(({ personId }) => personId)}::uuid[],
      ${sessions.map(({ source }) => source)}::text[],
      ${sessions.map(({ sourceId }) => sourceId)}::text[],
      ${sessions.map(({ unitId }) => unitId)}::uuid[],
      ${sessions.map(({ day }) => day)}::date[],
      ${sessions.map(({ minutes }) => minutes)}::integer[],
      ${sessions.map(({ title }) => title)}::text[]
    ) as given (person_id, source, source_id, unit_id, day, minutes, title)
    on conflict (person_id, source, source_id) do nothing
    returning person_id as "personId", unit_id as "unitId", source, day, minutes`,
  );
  await record(
    ctx,
    fresh.map(({ personId, unitId, source, day, minutes }) => ({ kind: 'learning.hours-counted', subject: personId, unitId, day, value: minutes / 60, data: { source, minutes } })),
  );
  await noteDuties(ctx, sql`study.person_id = any(${[...new Set(fresh.map(({ personId }) => personId))]}::uuid[])`);
  return fresh.length;
}

/** Notes on which day the sessions of people reached the duty of a year, once for each year. */
export async function noteDuties(ctx: Ctx, who: RawBuilder<unknown>): Promise<void> {
  const met = await all(
    ctx.db,
    sql<{ id: string }>`
    insert into learning.duty_met (person_id, year, unit_id, met_on, id)
    select distinct on (running.person_id, running.year) running.person_id, running.year, running.unit_id, running.day, kernel.new_id()
    from (
      select study.person_id, extract(year from study.day)::integer as year, study.unit_id, study.day,
        sum(study.minutes) over (partition by study.person_id, extract(year from study.day) order by study.day, study.source, study.source_id) as minutes
      from learning.study_time as study
      where ${who}
    ) as running
    join learning.duty
      on duty.year = running.year
      and running.minutes >= duty.minutes
    order by running.person_id, running.year, running.day
    on conflict (person_id, year) do nothing
    returning duty_met.id`,
  );
  await recordFrom(
    ctx,
    sql`
    select 'learning.duty-met'::text, reached.id, reached.unit_id, reached.met_on, null::numeric, jsonb_build_object('year', reached.year), null::uuid
    from learning.duty_met as reached
    where reached.id = any(${met.map(({ id }) => id)}::uuid[])`,
  );
}

/** Minutes of learning that a year asks for, with what that rests on. Article: the decree in force on 1 July of the year. */
export function dutyOf(book: ParameterBook, year: number): { minutes: number; cites: string; verified: boolean } {
  const day = `${year}-07-01`;
  const [periods, length] = [at(book, 'training-periods-per-year', day), at(book, 'training-period-minutes', day)];
  return { minutes: Math.round(Number(decimalText(times(periods.value, length.value)))), cites: periods.cite.text, verified: periods.verified && length.verified };
}

const FIRST_YEAR = 2018;

/** Brings the duties of the years up to the rules in force; where one has changed, what it meant for people is worked out anew. */
export async function keepDuties(ctx: Ctx): Promise<void> {
  const book = await currentBook(ctx.db, ctx.services.root);
  const years = Array.from({ length: Number(ctx.today.slice(0, 4)) - FIRST_YEAR + 2 }, (_, index) => FIRST_YEAR + index);
  const duties = years.map((year) => ({ year, ...dutyOf(book, year) }));
  const changed = await all(
    ctx.db,
    sql<{ year: number }>`
    insert into learning.duty (year, minutes, cites, verified)
    select given.year, given.minutes, given.cites, given.verified
    from unnest(
      ${duties.map(({ year }) => year)}::integer[],
      ${duties.map(({ minutes }) => minutes)}::integer[],
      ${duties.map(({ cites }) => cites)}::text[],
      ${duties.map(({ verified }) => verified)}::boolean[]
    ) as given (year, minutes, cites, verified)
    on conflict (year) do update
    set minutes = excluded.minutes,
      cites = excluded.cites,
      verified = excluded.verified
    where (duty.minutes, duty.cites, duty.verified) is distinct from (excluded.minutes, excluded.cites, excluded.verified)
    returning duty.year`,
  );
  if (changed.length > 0) await noteDuties(ctx, sql`true`);
}

/** Every ten minutes: an official text may have been entered. */
export const dutyTask = every(600, 'learning.keep-duties', keepDuties);

/** What a year asks for; undefined when it was not worked out. */
export async function findDuty(db: Db, year: number): Promise<{ minutes: number; cites: string; verified: boolean } | undefined> {
  return one(
    db,
    sql<{ minutes: number; cites: string; verified: boolean }>`
    select duty.minutes, duty.cites, duty.verified
    from learning.duty
    where duty.year = ${year}`,
  );
}

/** The sessions of a person in a year, newest first. */
export async function listSessions(db: Db, personId: string, year: number, locale: Locale): Promise<StudyLine[]> {
  return all(
    db,
    sql<StudyLine>`
    select study.source, study.day, study.title, study.minutes, unit.name as "unitName", study.source = 'class' and study.source_id like 'led %' as led,
      session.class_id as "classId"
    from learning.study_time as study
    join lateral (
      select ${locale === 'vi' ? sql`version.name_vi` : sql`version.name_en`} as name
      from kernel.unit_version as version
      where version.unit_id = study.unit_id
      order by version.valid_from desc
      limit 1
    ) as unit on true
    left join learning.class_session as session
      on session.id = case when study.source = 'class' and study.source_id ~ '^(led )?[0-9a-f-]{36}$' then right(study.source_id, 36)::uuid end
    where study.person_id = ${personId}
      and study.day >= make_date(${year}, 1, 1)
      and study.day < make_date(${year + 1}, 1, 1)
    order by study.day desc, study.source, study.source_id
    limit 500`,
  );
}
