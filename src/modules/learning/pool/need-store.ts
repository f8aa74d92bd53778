import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import type { Locale } from '#base/text/index.ts';
import { unitName } from '../classes/store.ts';
import type { NeedLine } from './model.ts';
import type { Sought } from './rules.ts';

/** A need as kept. */
export type NeedRow = NeedLine & { unitId: string; about: string; to: Day; reason: string | null; statedOn: Day };

/** Needs that fulfil a condition on `need`, those that begin first at the top. */
export async function listNeedRows(db: Db, where: RawBuilder<unknown>, locale: Locale, page: { limit: number; offset: number }): Promise<NeedRow[]> {
  return all(
    db,
    sql<NeedRow>`
    select chosen.id, chosen.unit_id as "unitId", chosen.title, chosen.about, ${unitName(sql`chosen.unit_id`, locale)} as "unitName", chosen.kind, chosen.fields, chosen.area,
      chosen.level, chosen.language, chosen.starts as "from", chosen.ends - 1 as last, chosen.ends as "to", chosen.hours, chosen.state, chosen.reason, chosen.able,
      chosen.stated_on as "statedOn", (
        select count(*)
        from learning.pool_request as request
        where request.need_id = chosen.id
          and request.state in ('asked', 'agreed', 'confirmed', 'done'))::integer as requests
    from (
      select need.id, need.unit_id, need.title, need.about, need.kind, need.fields, need.area, need.level, need.language, need.starts, need.ends, need.hours, need.state,
        need.reason, need.able, need.stated_on
      from learning.pool_need as need
      where ${where}
      order by need.state <> 'open', need.starts, need.id
      limit ${page.limit}
      offset ${page.offset}
    ) as chosen
    order by chosen.state <> 'open', chosen.starts, chosen.id`,
  );
}

/** How many needs fulfil a condition. */
export async function countNeeds(db: Db, where: RawBuilder<unknown>): Promise<number> {
  const row = await one(db, sql<{ n: number }>`select count(*) as n from learning.pool_need as need where ${where}`);
  return row?.n ?? 0;
}

/** One need; throws `missing`. */
export async function getNeed(db: Db, id: string, locale: Locale): Promise<NeedRow> {
  return found((await listNeedRows(db, sql`need.id = ${id}`, locale, { limit: 1, offset: 0 }))[0], 'learning-pool.no-need');
}

/** A need without what lists do not show. */
export function needLine({ unitId: _u, about: _a, to: _t, reason: _r, statedOn: _s, ...line }: NeedRow): NeedLine {
  return line;
}

/** What a need looks for, as matching wants it. */
export function soughtOf({ kind, fields, area, level, language, from, to, hours }: NeedRow): Sought {
  return { kind, fields, area, level, language, span: { from, to, hours } };
}

/** A new need. */
export type NewNeed = {
  id: string;
  unitId: string;
  title: string;
  about: string;
  kind: string;
  fields: string[];
  area: string | null;
  level: number | null;
  language: string | null;
  from: Day;
  to: Day;
  hours: number;
};

/** Keeps a new need. */
export async function addNeed(db: Db, given: NewNeed, by: string | null, day: Day): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.pool_need (id, unit_id, title, about, kind, fields, area, level, language, starts, ends, hours, stated_by, stated_on)
    values (${given.id}, ${given.unitId}, ${given.title}, ${given.about}, ${given.kind}, ${given.fields}::text[], ${given.area}, ${given.level}, ${given.language}, ${given.from},
      ${given.to}, ${given.hours}, ${by}, ${day})`,
  );
}

/** Closes an open need; false when it is closed already. */
export async function endNeed(db: Db, id: string, state: 'met' | 'cancelled', reason: string | null, day: Day): Promise<boolean> {
  const rows = await all(
    db,
    sql`
    update learning.pool_need as need
    set state = ${state},
      reason = ${reason},
      closed_on = ${day}
    where need.id = ${id}
      and need.state = 'open'
    returning need.id`,
  );
  if (rows.length > 0) await endUnmet(db, id, day);
  return rows.length > 0;
}

async function endUnmet(db: Db, id: string, day: Day): Promise<void> {
  await all(db, sql`update learning.pool_unmet as unmet set valid_to = ${day} where unmet.need_id = ${id} and unmet.valid_to = 'infinity'`);
}

/** Notes how many members meet a need, and from when or until when nobody did. Whether that changed anything for the set. */
export async function noteAble(db: Db, need: { id: string; able: number }, able: number, day: Day): Promise<boolean> {
  if (able !== need.able) await all(db, sql`update learning.pool_need as need set able = ${able} where need.id = ${need.id}`);
  const open = await one(db, sql`select unmet.need_id from learning.pool_unmet as unmet where unmet.need_id = ${need.id} and unmet.valid_to = 'infinity'`);
  if ((open !== undefined) === (able === 0)) return false;
  if (able > 0) await endUnmet(db, need.id, day);
  else
    await all(
      db,
      sql`
      insert into learning.pool_unmet (need_id, valid_from)
      values (${need.id}, ${day})
      on conflict (need_id, valid_from) do update
      set valid_to = 'infinity'`,
    );
  return true;
}
