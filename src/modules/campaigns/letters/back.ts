import Type from 'typebox';
import { ZONE } from '#base/clock/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { closed } from '../model.ts';
import { followed } from '../roster/followed.ts';
import { titleIn, unitsBelow } from '../units.ts';

const UnitId = Type.String({ format: 'uuid', description: 'Unit' });
const Text = (description: string) => Type.String({ description });

/** Keeps who noted which letters as handed over. */
export async function noteHanded(db: Db, sends: string[], { by, now }: { by: string | null; now: Temporal.Instant }): Promise<void> {
  await all(
    db,
    sql`
    insert into campaigns.letter_handing (id, send_id, handed_by, handed_at)
    select kernel.new_id(), given.id, ${by}, ${now.toString()}
    from unnest(${sends}::uuid[]) as given (id)
    on conflict (send_id) where taken_back_at is null do nothing`,
  );
}

/** SQL: the letters within a unit that the asker noted as handed over today, in campaigns that run. */
function handedToday(ctx: Ctx, unitId: string) {
  return sql`
    from campaigns.letter_handing as handing
    join campaigns.send on send.id = handing.send_id
    join campaigns.line on line.id = send.line_id
    join campaigns.campaign on campaign.id = line.campaign_id
    join kernel.person on person.id = line.person_id
    where handing.handed_by = ${personOf(ctx.actor) ?? null}
      and handing.taken_back_at is null
      and handing.handed_at >= (${ctx.today}::date)::timestamp at time zone ${ZONE}
      and handing.handed_at < (${ctx.today}::date + 1)::timestamp at time zone ${ZONE}
      and campaign.state = 'running'
      and line.unit_id in (${unitsBelow(unitId, ctx.today)})`;
}

const moved = followed(sql`line.id`, sql`handing.handed_at`);

/** The letters that the asker noted today. */
export const listHandedLetters = operation({
  name: 'campaigns.list-handed-letters',
  summary: 'The letters of a unit that the asker noted as handed over today, the last first: what was noted by mistake can be taken back until the day is over.',
  kind: 'read',
  http: 'GET /campaigns/units/{unitId}/letters/handed',
  permission: 'campaigns.help-unit',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: UnitId }, closed),
  output: Type.Array(
    Type.Object(
      {
        id: Type.String({ format: 'uuid', description: 'Letter' }),
        name: Text('Name'),
        staffCode: Text('Staff code'),
        title: Text('Campaign'),
        moved: Type.Boolean({ description: 'Whether something has happened since, so that it stays noted' }),
      },
      closed,
    ),
    { maxItems: 300 },
  ),
  run: async (ctx, { unitId }) =>
    all(
      ctx.db,
      sql<{ id: string; name: string; staffCode: string; title: string; moved: boolean }>`
      select send.id, person.name, person.staff_code as "staffCode", ${titleIn(ctx.locale)} as title, ${moved} as moved
      ${handedToday(ctx, unitId)}
      order by handing.handed_at desc, person.name_sort, send.id
      limit 300`,
    ),
});

/** Takes back that letters were handed over. */
export const takeBackLetters = operation({
  name: 'campaigns.take-back-letters',
  summary:
    'Take back that letters were handed over, noted by mistake, by whoever noted it, on the same day, while the person has done nothing and had nothing noted since: they wait again. A trace stays.',
  kind: 'write',
  http: 'POST /campaigns/units/{unitId}/letters/taken-back',
  permission: 'campaigns.help-unit',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: UnitId, ids: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 300, description: 'Which letters' }) }, closed),
  output: Type.Object({ waiting: Type.Integer({ description: 'Letters that wait again' }) }, closed),
  trace: ({ unitId }, { waiting }) => ({ unitId, detail: { waiting } }),
  run: async (ctx, { unitId, ids }) => {
    const back = await all(
      ctx.db,
      sql<{ id: string }>`
      with picked as (
        select handing.id, handing.send_id
        ${handedToday(ctx, unitId)}
          and send.id = any(${ids}::uuid[])
          and not ${moved}
        order by handing.id
        for update of handing
      ), traced as (
        update campaigns.letter_handing
        set taken_back_by = ${personOf(ctx.actor) ?? null},
          taken_back_at = ${ctx.now.toString()}
        from picked
        where letter_handing.id = picked.id
      )
      update campaigns.send
      set state = 'handed',
        settled_at = null
      from picked
      where send.id = picked.send_id
        and send.state = 'delivered'
      returning send.id`,
    );
    if (back.length === 0) throw new Problem('conflict', 'campaigns-letter.back-moved');
    return { waiting: back.length };
  },
});

/** What can be taken back of letters on paper. */
export const letterBackOperations = [listHandedLetters, takeBackLetters];
