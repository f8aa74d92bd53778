import type { Day } from '#base/day/index.ts';
import { addDays } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { record } from '#kernel/fact/index.ts';
import { addPeople, addPostings, addPosts, addUnits, system } from '#kernel/org/index.ts';
import { listSets, markChangedDefinitions, refresh } from '#kernel/set/index.ts';
import { AREAS } from '../awareness/form.ts';
import { keepRequired } from './required.ts';
import { loadRequirements } from '../requirements/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';

/** Probabilities of the four levels that make a level sure, likely or open. */
export const SURE: readonly number[][] = [
  [0.97, 0.03, 0, 0],
  [0.02, 0.96, 0.02, 0],
  [0, 0.02, 0.96, 0.02],
  [0, 0, 0.03, 0.97],
];

/** A city with wards of 4, 12 and 40 officials in post since 2025. */
export async function makeWards(db: Db): Promise<{ city: string; small: string; middle: string; large: string; people: Record<'small' | 'middle' | 'large', string[]> }> {
  const [city, small, middle, large] = [newId(), newId(), newId(), newId()];
  const unit = (id: string, parentId: string | null) => ({ id, kind: parentId === null ? 'city' : 'ward', nameVi: `Phường ${id}`, nameEn: id, parentId, validFrom: '2020-01-01' });
  await addUnits(db, [unit(city, null), ...[small, middle, large].map((id) => unit(id, city))], []);
  const people = { small: await staff(db, small, 4), middle: await staff(db, middle, 12), large: await staff(db, large, 40) };
  return { city, small, middle, large, people };
}

async function staff(db: Db, unitId: string, count: number): Promise<string[]> {
  const people = Array.from({ length: count }, () => ({ id: newId(), post: newId() }));
  await addPeople(
    db,
    people.map(({ id }) => ({ id, staffCode: id, name: `Người ${id}`, birthDate: null, sex: null })),
  );
  await addPosts(
    db,
    people.map(({ post }) => ({ id: post, unitId, title: 'Chuyên viên', kind: 'staff', validFrom: '2025-01-01' })),
  );
  await addPostings(
    db,
    people.map(({ id, post }) => ({ id: newId(), postId: post, unitId, personId: id, main: true, coefficient: null, validFrom: '2025-01-01' })),
  );
  return people.map(({ id }) => id);
}

/** A check of a person finished on a day, with the same probabilities of the four levels in every area. */
export async function giveResult(
  db: Db,
  personId: string,
  unitId: string,
  day: Day,
  probabilities: readonly number[],
  areas: readonly string[] = ['all', ...AREAS],
): Promise<string> {
  const [id, bank] = [newId(), newId()];
  const level = probabilities.indexOf(Math.max(...probabilities));
  await all(
    db,
    sql`
    insert into skills.bank_version (id, digest, items, item_count, awaiting_review, calibrated)
    values (${bank}, ${bank}, '[]', 0, 0, 0)`,
  );
  await all(
    db,
    sql`
    insert into skills.sitting (id, person_id, unit_id, mode, bank_version_id, rules, closed, state, started_at, finished_at, day, ended)
    values (${id}, ${personId}, ${unitId}, 'check', ${bank}, '{}', '{}', 'finished', ${`${day}T02:00:00Z`}, ${`${day}T02:20:00Z`}, ${day}, 'precision')`,
  );
  await all(
    db,
    sql`
    insert into skills.result (sitting_id, area, revision, theta, standard_error, theta_from, theta_to, answers, level, assured, certainty, probabilities, measured_at)
    select ${id}, area.name, 1, 0, 0.4, -0.8, 0.8, 20, ${level}, ${level}, 'sure', ${[...probabilities]}::numeric[], ${`${day}T02:20:00Z`}
    from unnest(${[...areas]}::text[]) as area (name)`,
  );
  await record({ db, actor: system('test') }, [{ kind: 'skills.sitting-finished', subject: id, unitId, day, data: { mode: 'check' } }]);
  return id;
}

/** Brings requirements, required levels and readings up to date. */
export async function upToDate(ctx: Ctx): Promise<void> {
  await loadRequirements(ctx);
  await keepRequired(ctx);
  await markChangedDefinitions(ctx.db, listSets());
  await refresh(ctx.db, listSets());
}

/** A day in the month before that of `day`, so that what happened on it counts on `day`. */
export function monthBefore(day: Day): Day {
  return addDays(`${day.slice(0, 8)}01`, -10);
}
