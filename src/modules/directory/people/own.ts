import Type from 'typebox';
import { localTime } from '#base/clock/index.ts';
import type { Day } from '#base/day/index.ts';
import { all, one, sql } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { listLooks } from '#kernel/audit/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf, unitOf } from '#kernel/org/index.ts';
import { listResponsible, unitName } from './home.ts';
import { closed, idOf, nullable } from './model.ts';
import { findPerson } from './store.ts';

const PAGE = 50;
const Words = (description: string) => Type.String({ minLength: 10, maxLength: 2000, description });

/** Who looked at the record of whoever asks. */
export const listOwnLooks = operation({
  name: 'directory.list-own-looks',
  summary: 'Who looked at your record, newest first: name, unit, reason, time.',
  kind: 'read',
  http: 'GET /directory/me/looks',
  permission: 'signed-in',
  input: Type.Object(
    {
      before: Type.Optional(idOf('the last line of the page before')),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: `At most this many lines; ${PAGE} when left out` })),
    },
    closed,
  ),
  output: Type.Object(
    {
      looks: Type.Array(
        Type.Object(
          {
            id: idOf('the line'),
            at: Type.String({ description: 'Moment, ISO 8601' }),
            who: nullable(Type.String({ description: 'Name of who looked' })),
            unitName: nullable(Type.String({ description: 'Where that person worked on that day' })),
            purpose: nullable(Type.String({ description: 'The reason given' })),
            operation: Type.String({ description: 'Name of the operation' }),
          },
          closed,
        ),
        { description: 'The lines' },
      ),
      next: nullable(idOf('the last line shown, to ask for older ones with; null at the end')),
    },
    closed,
  ),
  run: async (ctx, { before, limit = PAGE }) => {
    const me = personOf(ctx.actor) ?? '';
    const rows = await listLooks(ctx.db, me, { before, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const units = await unitsOn(
      ctx,
      shown.map(({ actorId, at }) => ({ personId: actorId, day: localTime(at).day })),
    );
    return {
      looks: shown.map(({ id, at, actorName, purpose, operation: name }, index) => ({ id, at, who: actorName, unitName: units[index] ?? null, purpose, operation: name })),
      next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    };
  },
});

/** The names of the units in which people worked on days, in the order asked for; undefined without a main post. */
async function unitsOn(ctx: Ctx, asked: { personId: string | null; day: Day }[]): Promise<(string | undefined)[]> {
  if (asked.length === 0) return [];
  const rows = await all(
    ctx.db,
    sql<{ place: number; name: string }>`
    select look.place::integer as place, ${unitName(ctx.locale)} as name
    from unnest(
      ${asked.map(({ personId }) => personId)}::uuid[],
      ${asked.map(({ day }) => day)}::date[]
    ) with ordinality as look (person_id, day, place)
    join kernel.posting
      on posting.person_id = look.person_id
      and posting.main
      and posting.valid_from <= look.day
      and posting.valid_to > look.day
    join kernel.unit_version as version
      on version.unit_id = posting.unit_id
      and version.valid_from <= look.day
      and version.valid_to > look.day`,
  );
  const names = new Map(rows.map(({ place, name }) => [place, name]));
  return asked.map((_, index) => names.get(index + 1));
}

/** Asks about, or objects to, a look at one's own record. */
export const questionLook = operation({
  name: 'directory.question-look',
  summary: 'Asks about a look at your record, or objects to it: goes to the head of the unit of whoever looked, else to the administrators.',
  kind: 'write',
  http: 'POST /directory/me/looks/{look}/question',
  permission: 'signed-in',
  input: Type.Object({ look: idOf('the line'), text: Words('Question or objection') }, closed),
  output: Type.Object({ told: Type.Integer({ description: 'How many people were told' }) }, closed),
  trace: ({ look }) => ({ detail: { look } }),
  run: async (ctx, { look, text }) => {
    const me = personOf(ctx.actor) ?? '';
    const line = found(
      await one(
        ctx.db,
        sql<{ actor_id: string | null; at: Date }>`
        select audit.actor_id, audit.at
        from kernel.look
        join kernel.audit on audit.id = look.audit_id
        where look.audit_id = ${look}
          and look.person_id = ${me}`,
      ),
      'people.no-look',
    );
    const looker = line.actor_id;
    const unit = looker === null ? undefined : await unitOf(ctx.db, looker, ctx.today);
    const who = looker === null ? undefined : await findPerson(ctx, looker);
    const values = { name: await myName(ctx, me), looker: who?.name ?? '', day: localTime(line.at.toISOString()).day, text };
    return { told: await tell(ctx, unit, [me, looker ?? me], 'people.look-questioned', values) };
  },
});

/** Asks for a correction of one's own record. */
export const requestCorrection = operation({
  name: 'directory.request-correction',
  summary: 'Asks for a correction of your record: goes to whoever may edit it in your unit, else above, else to the administrators.',
  kind: 'write',
  http: 'POST /directory/me/corrections',
  permission: 'signed-in',
  input: Type.Object({ text: Words('What is wrong and what would be right') }, closed),
  output: Type.Object({ told: Type.Integer({ description: 'How many people were told' }) }, closed),
  trace: (_input, { told }) => ({ detail: { told } }),
  run: async (ctx, { text }) => {
    const me = personOf(ctx.actor) ?? '';
    const unit = await unitOf(ctx.db, me, ctx.today);
    const values = { name: await myName(ctx, me), text };
    return { told: await tell(ctx, unit, [me], 'people.correction-asked', values, `/people/${me}`) };
  },
});

async function myName(ctx: Ctx, me: string): Promise<string> {
  return found(me === '' ? undefined : await findPerson(ctx, me), 'people.no-person').name;
}

/** Tells those responsible for a unit's staff; throws `conflict` when nobody in the city is. */
async function tell(ctx: Ctx, unitId: string | undefined, except: string[], key: string, values: Record<string, string>, href?: string): Promise<number> {
  const near = await listResponsible(ctx, 'directory.edit-persons', unitId, except);
  const to = near.length > 0 ? near : await listResponsible(ctx, 'account.manage', undefined, except);
  if (to.length === 0) throw new Problem('conflict', 'people.nobody-responsible');
  await notify(ctx, { to, key, values, email: true, ...(href === undefined ? {} : { href }) });
  return to.length;
}
