import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { communeOf } from '#kernel/org/index.ts';
import type { Wish } from './wish.ts';

/** What a person wishes, with the commune to start from, and whether her or his results may be used. */
export type Wishes = Wish & { postKinds: string[]; homeCode: string | null; useResults: boolean; note: string; statedOn: Day };

/** What a person wishes; undefined before anything was said. */
export async function findWishes(db: Db, personId: string): Promise<Wishes | undefined> {
  return one(
    db,
    sql<Wishes>`
      select wish.home_code as "homeCode", wish.most_km as "mostKm", wish.least_pay as "leastPay", wish.post_kinds as "postKinds", wish.outside,
        wish.use_results as "useResults", wish.note, wish.stated_on as "statedOn"
      from transition.work_wish as wish
      where wish.person_id = ${personId}`,
  );
}

/** Keeps what a person wishes; what was said before is replaced. */
export async function putWishes(db: Db, personId: string, { homeCode, mostKm, leastPay, postKinds, outside, useResults, note, statedOn }: Wishes): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.work_wish (person_id, home_code, most_km, least_pay, post_kinds, outside, use_results, note, stated_on)
      values (${personId}, ${homeCode}, ${mostKm}, ${leastPay}, ${[...postKinds]}::text[], ${outside}, ${useResults}, ${note}, ${statedOn})
      on conflict on constraint work_wish_pkey do update
      set home_code = excluded.home_code,
        most_km = excluded.most_km,
        least_pay = excluded.least_pay,
        post_kinds = excluded.post_kinds,
        outside = excluded.outside,
        use_results = excluded.use_results,
        note = excluded.note,
        stated_on = excluded.stated_on`,
  );
}

/** A post that stands open; `body`: the unit above an inner unit, without which its name would say nothing. */
export type VacantPost = {
  id: string;
  title: string;
  kind: string;
  unitId: string;
  unitVi: string;
  unitEn: string;
  bodyVi: string | null;
  bodyEn: string | null;
  commune: string | null;
  taken: boolean;
};

/** Posts that the latest assessment of some initiative takes away. */
const goingPosts = sql`
  select (named.post ->> 'id')::uuid
  from (
    select distinct on (held.initiative_id) held.content
    from transition.assessment as held
    order by held.initiative_id, held.number desc
  ) as latest
  cross join lateral jsonb_array_elements(latest.content -> 'posts') as named (post)
  where named.post ->> 'effect' = 'goes'`;

/** SQL: posts that stand on a day, that nobody holds or is to hold, and that no assessment takes away; one, or all. */
function vacantPosts(day: Day, postId: string | undefined) {
  return sql`
    select post.id, post.title, post.kind, post.unit_id
    from kernel.post
    where post.valid_from <= ${day}
      and post.valid_to > ${day}
      and ${postId === undefined ? sql`true` : sql`post.id = ${postId}`}
      and not exists (
        select 1
        from kernel.posting
        where posting.post_id = post.id
          and posting.valid_to > ${day})
      and post.id not in (${goingPosts})`;
}

/** The vacant posts of a day, or one of them when it is vacant. `taken`: somebody has taken an offer of it. */
export async function listVacantPosts(db: Db, day: Day, postId?: string): Promise<VacantPost[]> {
  return all(
    db,
    // What is vacant is found first: otherwise the commune of every post is looked for.
    sql<VacantPost>`
      with vacant as materialized (${vacantPosts(day, postId)})
      select vacant.id, vacant.title, vacant.kind, vacant.unit_id as "unitId", unit.name_vi as "unitVi", unit.name_en as "unitEn", body.name_vi as "bodyVi",
        body.name_en as "bodyEn", commune.code as commune,
        exists (
          select 1
          from transition.offer
          join kernel.case_file as file on file.id = offer.case_id
          where offer.post_id = vacant.id
            and file.state in ('trial', 'confirmed', 'arranged')
        ) as taken
      from vacant
      join kernel.unit_version as unit
        on unit.unit_id = vacant.unit_id
        and unit.valid_from <= ${day}
        and unit.valid_to > ${day}
      left join kernel.unit_version as body
        on body.unit_id = unit.parent_id
        and body.kind in ('ward', 'commune', 'township', 'department', 'office', 'inspectorate', 'management-board', 'trade-union')
        and body.valid_from <= ${day}
        and body.valid_to > ${day}
      left join lateral (${communeOf(sql`vacant.unit_id`, day)}) as commune on true
      order by vacant.id`,
  );
}

/** The present work of a person: kind and title of the main post, unit, coefficient, commune; nulls for whoever holds none. */
export type Present = { name: string; kind: string | null; post: string | null; unitId: string | null; coefficient: string | null; commune: string | null };

/** The present work of a person on a day. */
export async function findPresent(db: Db, personId: string, day: Day): Promise<Present | undefined> {
  return one(
    db,
    sql<Present>`
      select person.name, post.kind, post.title as post, posting.unit_id as "unitId", posting.coefficient::text as coefficient, commune.code as commune
      from kernel.person
      left join kernel.posting
        on posting.person_id = person.id
        and posting.main
        and posting.valid_from <= ${day}
        and posting.valid_to > ${day}
      left join kernel.post on post.id = posting.post_id
      left join lateral (${communeOf(sql`posting.unit_id`, day)}) as commune on true
      where person.id = ${personId}`,
  );
}

/** A job outside as stored. */
export type OutsideJob = {
  id: string;
  code: string;
  title: string;
  employer: string;
  commune: string;
  payFrom: number;
  payTo: number;
  bands: Record<string, number>;
  needs: string;
  contact: string;
  until: Day;
  source: string;
  taken: boolean;
};

/** Jobs outside that are open on a day: all, or one. */
export async function listOutside(db: Db, day: Day, id?: string): Promise<OutsideJob[]> {
  return all(
    db,
    sql<OutsideJob>`
      select job.id, job.code, job.title, job.employer, job.commune_code as commune, job.pay_from as "payFrom", job.pay_to as "payTo", job.bands, job.needs, job.contact,
        job.until, list.source, exists (
          select 1
          from transition.offer
          join kernel.case_file as file on file.id = offer.case_id
          where offer.outside_id = job.id
            and file.state in ('trial', 'confirmed', 'arranged')
        ) as taken
      from transition.outside_job as job
      join transition.outside_import as list on list.id = job.import_id
      where job.until >= ${day}
        and ${id === undefined ? sql`true` : sql`job.id = ${id}`}
      order by job.until, job.id`,
  );
}
