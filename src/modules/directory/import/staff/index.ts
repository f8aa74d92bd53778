import { one, sql, type RawBuilder } from '#base/db/index.ts';
import { complainOfEndedHoldings } from '../gate.ts';
import { NOTHING, type Counts, type Work, type Worker } from '../model.ts';
import { readStaff, type StaffLine } from '../rules.ts';
import { show } from '../scope.ts';
import { applyStaff, leavers } from './apply.ts';
import { complainStaff } from './errors.ts';
import { forgetStaffLines, keepStaffLines, makeStaffLines, resumeStaffLines, staffStager } from './lines.ts';
import { placeStaff } from './places.ts';
import { planStaff } from './plan.ts';

/** How a list of holdings of posts is worked on. */
export const staffWorker: Worker = {
  begin: async ({ ctx }) => {
    await makeStaffLines(ctx.db);
    const insert = staffStager(ctx.db, ctx.services.seal);
    let lines: StaffLine[] = [];
    return {
      add: (cell, line, errors) => void lines.push(readStaff(cell, line, ctx.today, errors)),
      flush: async () => {
        await insert(lines);
        lines = [];
      },
    };
  },
  check: async (work) => {
    await planStaff(work);
    await work.progress('checking', 0);
    await complainStaff(work);
    await complainOfEndedHoldings(work);
    await placeStaff(work);
    return count(work);
  },
  preview,
  keep: ({ ctx, item }) => keepStaffLines(ctx.db, item.id),
  resume: ({ ctx, item }) => resumeStaffLines(ctx.db, item.id),
  forget: ({ ctx, item }) => forgetStaffLines(ctx.db, item.id),
  apply: applyStaff,
};

async function count({ ctx }: Work): Promise<Counts> {
  const counts = await one(
    ctx.db,
    sql<Counts>`
    select lines.*, people.*,
      (select count(*) from staff_end) as missing,
      (select count(*) from staff_place as place where place.opens) as "postsAdded"
    from (
      select count(*) as lines,
        count(*) filter (where plan.posting_id is null) as added,
        count(*) filter (where plan.posting_id is not null and not plan.differs and plan.valid_to = plan.old_to) as same,
        count(*) filter (where plan.posting_id is not null and plan.valid_to < plan.old_to) as ended,
        count(*) filter (where plan.posting_id is not null and (plan.valid_to > plan.old_to or plan.differs and plan.valid_to = plan.old_to)) as changed
      from staff_plan as plan
    ) as lines
    cross join (
      select count(*) filter (where not person.known) as "peopleAdded",
        count(*) filter (where cardinality(person.changed) > 0) as "peopleChanged",
        count(*) filter (where person.union_member and person.membership_id is null) as "unionJoined",
        count(*) filter (where ${leavers(ctx.today)}) as "unionLeft"
      from staff_person as person
    ) as people`,
  );
  return counts ?? NOTHING;
}

async function preview(work: Work): Promise<void> {
  const day = (column: string) => sql`to_char(${sql.ref(column)}, 'DD/MM/YYYY')`;
  const holding = (which: RawBuilder<unknown>) => sql`
    select plan.line, person.name || ' (' || person.staff_code || ')',
      plan.title || ' · ' || version.name_vi || ' · ' || ${day('plan.valid_from')} || case when plan.valid_to < 'infinity' then ' – ' || to_char(plan.valid_to - 1, 'DD/MM/YYYY') else '' end
    from staff_plan as plan
    join staff_person as person on person.person_id = plan.person_id
    join kernel.unit_version as version
      on version.unit_id = plan.unit_id
      and version.valid_from <= plan.valid_from
      and version.valid_to > plan.valid_from
    where ${which}`;
  await show(work, 'added', holding(sql`plan.posting_id is null`));
  await show(work, 'changed', holding(sql`plan.posting_id is not null and (plan.valid_to > plan.old_to or plan.differs and plan.valid_to = plan.old_to)`));
  await show(work, 'ended', holding(sql`plan.posting_id is not null and plan.valid_to < plan.old_to`));
  await show(
    work,
    'missing',
    sql`
    select row_number() over (order by person.name_sort, ending.id)::integer, person.name || ' (' || person.staff_code || ')', post.title || ' · ' || ${day('ending.ends_on')}
    from staff_end as ending
    join kernel.person on person.id = ending.person_id
    join kernel.post on post.id = ending.post_id`,
  );
  const person = (detail: RawBuilder<unknown>, which: RawBuilder<unknown>) => sql`
    select person.line, person.name || ' (' || person.staff_code || ')', ${detail}
    from staff_person as person
    where ${which}`;
  await show(work, 'people-added', person(sql`to_char(person.birth_date, 'DD/MM/YYYY')`, sql`not person.known`));
  await show(work, 'people-changed', person(sql`array_to_string(person.changed, ',')`, sql`cardinality(person.changed) > 0`));
  await show(work, 'posts-added', placesOpened);
}

const placesOpened = sql`
  select place.line, place.title || coalesce(' (' || place.code || ')', ''), version.name_vi || ' · ' || to_char(place.valid_from, 'DD/MM/YYYY')
  from staff_place as place
  join kernel.unit_version as version
    on version.unit_id = place.unit_id
    and version.valid_from <= place.valid_from
    and version.valid_to > place.valid_from
  where place.opens`;
