import { all, one, sql, type RawBuilder } from '#base/db/index.ts';
import { subtree } from '#kernel/org/index.ts';
import { complainOfClosedPosts } from '../gate.ts';
import { NOTHING, type Counts, type Work, type Worker } from '../model.ts';
import { readPost, same, type PostLine } from '../rules.ts';
import { complain, makeUnits, show, unitErrors, unitOfLines } from '../scope.ts';
import { applyPosts } from './apply.ts';

/** How a list of posts is worked on. */
export const postsWorker: Worker = {
  begin: async ({ ctx }) => {
    await makeLines(ctx);
    let lines: PostLine[] = [];
    return {
      add: (cell, line, errors) => void lines.push(readPost(cell, line, ctx.today, errors)),
      flush: async () => {
        await insert(ctx, lines);
        lines = [];
      },
    };
  },
  check: async (work) => {
    await plan(work);
    for (const errors of [unitErrors(sql.table('post_plan')), codeTwice, otherFrom, closedMeanwhile, heldBeyond, missingHeld]) await complain(work, errors);
    await complainOfClosedPosts(work);
    return count(work);
  },
  preview,
  apply: applyPosts,
};

async function makeLines({ db }: Work['ctx']): Promise<void> {
  await all(db, sql`drop table if exists pg_temp.post_line`);
  await all(
    db,
    sql`
    create temporary table post_line (
      line integer not null,
      unit_code text,
      post_code text,
      title text,
      title_key text,
      kind text,
      places integer not null,
      valid_from date,
      valid_to date
    ) on commit drop`,
  );
}

async function insert({ db }: Work['ctx'], rows: PostLine[]): Promise<void> {
  await all(
    db,
    sql`
    insert into post_line (line, unit_code, post_code, title, title_key, kind, places, valid_from, valid_to)
    select row.line, row.unit_code, row.post_code, row.title, row.title_key, row.kind, row.places, row.valid_from, row.valid_to
    from unnest(
      ${rows.map(({ line }) => line)}::integer[],
      ${rows.map(({ unitCode }) => unitCode)}::text[],
      ${rows.map(({ postCode }) => postCode)}::text[],
      ${rows.map(({ title }) => title)}::text[],
      ${rows.map(({ title }) => (title === null ? null : same(title)))}::text[],
      ${rows.map(({ kind }) => kind)}::text[],
      ${rows.map(({ count: places }) => Math.min(500, Math.max(1, Math.floor(places))))}::integer[],
      ${rows.map(({ from }) => from)}::date[],
      ${rows.map(({ to }) => to)}::date[]
    ) as row (line, unit_code, post_code, title, title_key, kind, places, valid_from, valid_to)`,
  );
}

/** Each place of each line, with its unit and its turn among places that look alike. */
const PLACES = sql`
  select line.line, line.unit_code, line.post_code, line.title, line.title_key, line.kind, line.valid_from,
    case when line.valid_to = 'infinity' then coalesce(span.unit_to, line.valid_to) else line.valid_to end as valid_to,
    post_unit.unit_id, post_unit.units, span.unit_from, span.unit_to, span.in_scope,
    row_number() over (
      partition by post_unit.unit_id, line.title_key, line.kind, line.valid_from, line.post_code is null
      order by line.line, nth.n) as turn
  from post_line as line
  left join post_unit on post_unit.line = line.line
  left join import_unit as span on span.unit_id = post_unit.unit_id
  cross join lateral generate_series(1, line.places) as nth (n)`;

/** Posts that a place names by their code. */
const CODED = sql`
  select place.line, post_code.post_id
  from place
  join directory.post_code
    on post_code.unit_id = place.unit_id
    and post_code.code = place.post_code`;

/** The other posts of the units, with their turn among posts that look alike. */
const KNOWN = sql`
  select post.id, post.unit_id, post.kind, post.valid_from, lower(regexp_replace(post.title, '\\s+', ' ', 'g') collate kernel.vi) as title_key,
    row_number() over (
      partition by post.unit_id, lower(regexp_replace(post.title, '\\s+', ' ', 'g') collate kernel.vi), post.kind, post.valid_from
      order by post.valid_to desc, post.id) as turn
  from kernel.post
  where post.unit_id in (select post_unit.unit_id from post_unit)
    and post.id not in (select coded.post_id from coded)`;

/** Each place of each line with its unit and with the post of the register that it is: by its code, else by unit, title, kind and first day, one after the other. */
async function plan(work: Work): Promise<void> {
  const { db } = work.ctx;
  await all(db, sql`analyze post_line`);
  await makeUnits(work);
  for (const table of ['post_unit', 'post_plan', 'post_end']) await all(db, sql`drop table if exists ${sql.table(`pg_temp.${table}`)}`);
  await all(db, sql`create temporary table post_unit on commit drop as ${unitOfLines(sql.table('post_line'))}`);
  await all(
    db,
    sql`
    create temporary table post_plan on commit drop as
    with place as (${PLACES}),
    coded as (${CODED}),
    known as (${KNOWN})
    select place.*, post.id as post_id, post.valid_to as old_to, post.valid_from as old_from, post.title as old_title,
      post.id is not null and (post.title <> place.title or post.kind <> place.kind) as differs,
      case when post.id is null then kernel.new_id() end as new_id
    from place
    left join coded on coded.line = place.line
    left join known
      on place.post_code is null
      and known.unit_id = place.unit_id
      and known.kind = place.kind
      and known.valid_from = place.valid_from
      and known.turn = place.turn
      and known.title_key = place.title_key collate kernel.vi
    left join kernel.post on post.id = coalesce(coded.post_id, known.id)`,
  );
  await all(db, sql`analyze post_plan`);
  await planMissing(work);
}

async function planMissing({ ctx, item }: Work): Promise<void> {
  const { missing, endUnitId, endDay } = item;
  const units = missing === 'end' && endUnitId !== null && endDay !== null ? await subtree(ctx.db, endUnitId, endDay) : [];
  await all(
    ctx.db,
    sql`
    create temporary table post_end on commit drop as
    select post.id, post.unit_id, post.title, ${endDay}::date as ends_on
    from kernel.post
    where post.unit_id = any(${units}::uuid[])
      and post.valid_from < ${endDay}::date
      and post.valid_to > ${endDay}::date
      and post.id not in (select plan.post_id from post_plan as plan where plan.post_id is not null)`,
  );
}

const codeTwice = sql`
  select twice.line, 'postCode', 'import.error.post-code-twice', jsonb_build_object('code', twice.post_code, 'first', twice.first_line)
  from (
    select plan.line, plan.post_code, min(plan.line) over (partition by plan.unit_id, plan.post_code) as first_line
    from post_plan as plan
    where plan.post_code is not null
      and plan.unit_id is not null
  ) as twice
  where twice.line > twice.first_line`;

const otherFrom = sql`
  select plan.line, 'from', 'import.error.post-from', jsonb_build_object('day', to_char(plan.old_from, 'DD/MM/YYYY'))
  from post_plan as plan
  where plan.old_from <> plan.valid_from`;

const closedMeanwhile = sql`
  select distinct plan.line, 'to', 'import.error.post-closed-meanwhile', jsonb_build_object('day', to_char(plan.old_to - 1, 'DD/MM/YYYY'))
  from post_plan as plan
  where plan.old_to < plan.valid_to
    and plan.valid_to = plan.unit_to`;

const heldBeyond = sql`
  select distinct plan.line, 'to', 'import.error.post-held-beyond', jsonb_build_object('title', plan.title)
  from post_plan as plan
  join kernel.posting on posting.post_id = plan.post_id
  where posting.valid_to > plan.valid_to`;

const missingHeld = sql`
  select 0, 'title', 'import.error.missing-held', jsonb_build_object('title', ending.title, 'unit', version.name_vi)
  from post_end as ending
  join kernel.unit_version as version
    on version.unit_id = ending.unit_id
    and version.valid_from <= ending.ends_on
    and version.valid_to > ending.ends_on
  where exists (
    select 1
    from kernel.posting
    where posting.post_id = ending.id
      and posting.valid_to > ending.ends_on)`;

async function count({ ctx }: Work): Promise<Counts> {
  const row = await one(
    ctx.db,
    sql<Pick<Counts, 'lines' | 'added' | 'same' | 'ended' | 'changed' | 'missing'>>`
    select (select count(*) from post_line) as lines,
      count(*) filter (where plan.post_id is null) as added,
      count(distinct plan.line) filter (where plan.post_id is not null and not plan.differs and plan.valid_to = plan.old_to) as same,
      count(*) filter (where plan.valid_to < plan.old_to) as ended,
      count(*) filter (where plan.valid_to > plan.old_to or plan.differs and plan.valid_to = plan.old_to) as changed,
      (select count(*) from post_end) as missing
    from post_plan as plan`,
  );
  return { ...NOTHING, ...row };
}

async function preview(work: Work): Promise<void> {
  const lines = (which: RawBuilder<unknown>) => sql`
    select plan.line, plan.title, version.name_vi || ' · ' || to_char(plan.valid_from, 'DD/MM/YYYY') || case when plan.valid_to < 'infinity' then ' – ' || to_char(plan.valid_to - 1, 'DD/MM/YYYY') else '' end || ' · ' || count(*)
    from post_plan as plan
    join kernel.unit_version as version
      on version.unit_id = plan.unit_id
      and version.valid_from <= plan.valid_from
      and version.valid_to > plan.valid_from
    where ${which}
    group by plan.line, plan.title, version.name_vi, plan.valid_from, plan.valid_to`;
  await show(work, 'added', lines(sql`plan.post_id is null`));
  await show(work, 'ended', lines(sql`plan.valid_to < plan.old_to`));
  await show(work, 'changed', lines(sql`(plan.valid_to > plan.old_to or plan.differs and plan.valid_to = plan.old_to)`));
  await show(
    work,
    'missing',
    sql`
    select row_number() over (order by ending.title, ending.id)::integer, ending.title, to_char(ending.ends_on, 'DD/MM/YYYY')
    from post_end as ending`,
  );
}
