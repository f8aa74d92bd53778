import Type, { type Static } from 'typebox';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { seesAll } from '../meetings/seen.ts';
import { closed, dayAs, nullable, UnitName } from '../plans/model.ts';
import { unitName } from '../plans/store.ts';
import { inWeek, KINDS, type Kind } from './week.ts';

const PAGE = 50;

/** One act of the week, with the record it is about. */
const Act = Type.Object(
  {
    id: Type.String({ description: 'Fact' }),
    at: Type.String({ format: 'date-time', description: 'When it was recorded' }),
    titleVi: Type.String({ description: 'What it is about, in Vietnamese' }),
    titleEn: Type.String({ description: 'What it is about, in English' }),
    unit: UnitName,
    came: nullable(Type.String({ description: 'State or outcome it came to' })),
    milestone: nullable(Type.String({ description: 'Milestone that was reached' })),
    units: nullable(Type.Integer({ description: 'Units a target was shared out to' })),
    href: Type.String({ description: 'Page of the record' }),
  },
  closed,
);
type Row = Omit<Static<typeof Act>, 'at' | 'unit'> & { at: Date; unitId: string; nameVi: string | null; nameEn: string | null };

/** The acts that a number under "what was done" on the page of the city counts. */
export const listWeekActs = operation({
  name: 'programme.list-week-acts',
  summary: 'The acts of one kind that the page of the city counts for the seven days up to a day, newest first, each with the record it is about.',
  kind: 'read',
  http: 'GET /programme/city/acts/{kind}',
  permission: 'signed-in',
  input: Type.Object(
    {
      kind: Type.Enum([...KINDS], { description: 'Kind of act' }),
      day: Type.Optional(dayAs('Last of the seven days, today when left out')),
      page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: `Page of ${PAGE} acts, from 1` })),
    },
    closed,
  ),
  output: Type.Object(
    {
      acts: Type.Array(Act, { description: 'Acts of this page' }),
      total: Type.Integer({ description: 'How many acts there were' }),
      visible: Type.Integer({ description: 'How many of them the asker may see' }),
      pages: Type.Integer({ description: 'How many pages they make' }),
    },
    closed,
  ),
  run: async (ctx, { kind, day: asked = ctx.today, page = 1 }) => {
    const day = asked > ctx.today ? ctx.today : asked;
    const seen = actRows(ctx, kind, day);
    const total = await countOf(ctx.db, sql`select fact.id from kernel.fact where fact.kind = ${`programme.${kind}`} and ${inWeek(day)}`);
    const visible = await countOf(ctx.db, seen);
    const rows = await all(ctx.db, sql<Row>`${seen} order by fact.recorded_at desc, fact.id desc limit ${PAGE} offset ${(page - 1) * PAGE}`);
    const acts = rows.map(({ at, unitId, nameVi, nameEn, ...row }) => ({ ...row, at: at.toISOString(), unit: { unitId, nameVi: nameVi ?? '', nameEn: nameEn ?? '' } }));
    return { acts, total, visible, pages: Math.max(1, Math.ceil(visible / PAGE)) };
  },
});

async function countOf(db: Db, rows: RawBuilder<unknown>): Promise<number> {
  return (await one(db, sql<{ n: number }>`select count(*)::integer as n from (${rows}) as counted`))?.n ?? 0;
}

/** The acts of a kind that the asker may see; conclusions are the committee's, and of whoever carries them out. */
function actRows(ctx: Ctx, kind: Kind, day: Day): RawBuilder<unknown> {
  const about = ABOUT[kind];
  const me = personOf(ctx.actor) ?? null;
  const mayRead = about === conclusion && !seesAll(ctx) ? sql`(about.person_id = ${me}::uuid or ${me}::uuid = any(about.members))` : sql`true`;
  return sql`
    select fact.id, fact.recorded_at as at, about.title_vi as "titleVi", about.title_en as "titleEn", about.href, about.milestone,
      coalesce(fact.data ->> 'to', fact.data ->> 'state', fact.data ->> 'outcome') as came, (fact.data ->> 'units')::integer as units,
      fact.unit_id as "unitId", unit.name_vi as "nameVi", unit.name_en as "nameEn"
    from kernel.fact
    join lateral ${about} as about on true
    left join lateral ${unitName(sql`fact.unit_id`, day)} as unit on true
    where fact.kind = ${`programme.${kind}`}
      and ${inWeek(day)}
      and ${mayRead}`;
}

const nobody = sql`null::text as milestone, null::uuid as person_id, null::uuid[] as members`;

const report = sql`(
  select named.name_vi as title_vi, named.name_en as title_en, '/reports/' || report.id as href, ${nobody}
  from programme.report
  join programme.indicator_version as named on named.indicator_key = report.indicator_key
  where report.id = fact.subject
  order by named.number desc
  limit 1)`;

const initiative = sql`(
  select held.title_vi, held.title_en, '/roadmap/' || initiative.key as href, (
      select mark ->> 'title'
      from jsonb_array_elements(held.milestones) as mark
      where mark ->> 'id' = fact.data ->> 'milestone'
      limit 1
    ) as milestone, null::uuid as person_id, null::uuid[] as members
  from programme.initiative
  join programme.initiative_version as held on held.initiative_id = initiative.id
  where initiative.id = fact.subject
  order by held.number desc
  limit 1)`;

const target = sql`(
  select held.title_vi, held.title_en, '/targets/' || target.key as href, ${nobody}
  from programme.target
  join programme.target_version as held on held.target_id = target.id
  where target.id = fact.subject
  order by held.number desc
  limit 1)`;

const conclusion = sql`(
  select conclusion.task as title_vi, conclusion.task as title_en, '/meetings/' || conclusion.meeting_id || '#c-' || conclusion.id as href, null::text as milestone,
    conclusion.person_id, held.members
  from programme.conclusion
  join programme.meeting_version as held on held.meeting_id = conclusion.meeting_id
  where conclusion.id = fact.subject
  order by held.number desc
  limit 1)`;

/** What an act of a kind is about: its title, the page of the record, who may read it. */
const ABOUT: Record<Kind, RawBuilder<unknown>> = {
  'value-reported': report,
  'value-appraised': report,
  'initiative-stepped': initiative,
  'milestone-reached': initiative,
  'target-shared-out': target,
  'conclusion-made': conclusion,
  'conclusion-stepped': conclusion,
};
