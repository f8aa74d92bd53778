import Type from 'typebox';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getRoot, personOf } from '#kernel/org/index.ts';
import { answeredItem } from '../sittings/index.ts';
import { ContestLine, NeutralLine, OwnContest } from './model.ts';
import { neutralise } from './neutralise.ts';

const closed = { additionalProperties: false };
const id = Type.String({ format: 'uuid', description: 'Contest' });

/** The person holds that an item they met is wrong. */
export const contestItem = operation({
  name: 'skills.contest-item',
  summary: 'Say that an item one has answered is wrong or unclear, and why; reviewers answer.',
  kind: 'write',
  http: 'POST /skills/sittings/{sitting}/contests',
  permission: 'signed-in',
  input: Type.Object(
    {
      sitting: Type.String({ format: 'uuid', description: 'Own sitting' }),
      number: Type.Integer({ minimum: 1, description: 'Number of the question' }),
      reason: Type.String({ minLength: 10, maxLength: 2000, description: 'What is wrong or unclear' }),
    },
    closed,
  ),
  output: Type.Object({ id }, closed),
  trace: ({ sitting, number }, output) => ({ subject: output.id, detail: { sitting, number } }),
  run: async (ctx, { sitting, number, reason }) => {
    const { itemId, version, personId } = await answeredItem(ctx, sitting, number);
    const contest = newId();
    const added = await one(
      ctx.db,
      sql<{ id: string }>`
      insert into skills.contest (id, sitting_id, number, item_id, version, person_id, reason, raised_at, state)
      values (${contest}, ${sitting}, ${number}, ${itemId}, ${version}, ${personId}, ${reason}, ${ctx.now.toString()}, 'open')
      on conflict (sitting_id, number) do nothing
      returning contest.id`,
    );
    if (added === undefined) throw new Problem('conflict', 'skills-contests.contested-already');
    return { id: contest };
  },
});

/** What the asker has contested. */
export const listOwnContests = operation({
  name: 'skills.list-own-contests',
  summary: 'The own contests with what reviewers said, newest first.',
  kind: 'read',
  http: 'GET /skills/contests/own',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(OwnContest),
  run: async (ctx) =>
    all(
      ctx.db,
      sql<OwnContest>`
      select contest.id, contest.sitting_id as sitting, contest.number, contest.reason, contest.state, contest.answer,
        to_char(contest.raised_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "raisedAt"
      from skills.contest
      where contest.person_id = ${personOf(ctx.actor) ?? null}
      order by contest.raised_at desc
      limit 100`,
    ),
});

/** What awaits reviewers; without names. */
export const listContests = operation({
  name: 'skills.list-contests',
  summary: 'Contests that await an answer, oldest first, without names; and the items that were neutralised, with how far the new measuring has come.',
  kind: 'read',
  http: 'GET /skills/contests',
  permission: 'skills.review-items',
  input: Type.Object({}, closed),
  output: Type.Object({ open: Type.Array(ContestLine), neutral: Type.Array(NeutralLine, { description: 'Newest first, at most 50' }) }, closed),
  run: async (ctx) => ({ open: await openContests(ctx.db, personOf(ctx.actor)), neutral: await listNeutral(ctx.db) }),
});

/** Reviewers answer a contest. */
export const decideContest = operation({
  name: 'skills.decide-contest',
  summary: 'Accept a contest (the item is neutralised for everybody, who are measured again and told) or reject it; the person reads the answer. Never the own one.',
  kind: 'write',
  http: 'POST /skills/contests/{id}/decision',
  permission: 'skills.review-items',
  input: Type.Object(
    {
      id,
      accept: Type.Enum(['yes', 'no'], { description: 'yes: the item is neutralised; no' }),
      answer: Type.String({ minLength: 10, maxLength: 2000, description: 'What the person is told' }),
    },
    closed,
  ),
  output: Type.Object({ state: Type.String({ description: 'accepted or rejected' }) }, closed),
  trace: (input) => ({ subject: input.id, detail: { accept: input.accept } }),
  run: async (ctx, input) => {
    const contest = await openContest(ctx, input.id);
    const accepted = input.accept === 'yes';
    const state = accepted ? 'accepted' : 'rejected';
    // What is out already (contested by two people at once) need not be taken out again.
    if (accepted && !(await isNeutral(ctx.db, contest))) await neutralise(ctx, { ...contest, origin: 'contest', reason: input.answer });
    const answered = accepted ? await alike(ctx.db, contest) : [{ id: input.id, personId: contest.personId, sittingId: contest.sittingId }];
    await all(
      ctx.db,
      sql`
      update skills.contest
      set state = ${state}, answer = ${input.answer}, decided_by = ${personOf(ctx.actor) ?? null}, decided_at = ${ctx.now.toString()}
      where contest.id = any(${answered.map((one) => one.id)}::uuid[])`,
    );
    const unitId = (await getRoot(ctx.db, ctx.today)).id;
    await record(
      ctx,
      answered.map((one) => ({ kind: 'skills.contest-decided', subject: one.id, unitId, day: ctx.today, data: { accepted } })),
    );
    for (const { personId, sittingId } of answered) {
      await notify(ctx, { to: [personId], key: accepted ? 'skills-contests.accepted' : 'skills-contests.rejected', values: { answer: input.answer }, href: `/skills/results` });
    }
    return { state };
  },
});

type Contest = { itemId: string; version: number; personId: string; sittingId: string };

async function openContest(ctx: Ctx, contestId: string): Promise<Contest> {
  const contest = found(
    await one(
      ctx.db,
      sql<Contest & { state: string }>`
      select contest.item_id as "itemId", contest.version, contest.person_id as "personId", contest.sitting_id as "sittingId", contest.state
      from skills.contest
      where contest.id = ${contestId}
      for update of contest`,
    ),
    'skills-contests.no-contest',
  );
  if (contest.state !== 'open') throw new Problem('conflict', 'skills-contests.decided');
  if (contest.personId === personOf(ctx.actor)) throw new Problem('conflict', 'skills-contests.own');
  return contest;
}

/** Every open contest of the same version: one decision answers them all. */
function alike(db: Db, { itemId, version }: Contest) {
  return all(
    db,
    sql<{ id: string; personId: string; sittingId: string }>`
    select contest.id, contest.person_id as "personId", contest.sitting_id as "sittingId"
    from skills.contest
    where contest.item_id = ${itemId}
      and contest.version = ${version}
      and contest.state = 'open'`,
  );
}

async function isNeutral(db: Db, { itemId, version }: Contest): Promise<boolean> {
  const row = await one(db, sql<{ id: string }>`select neutral.id from skills.neutralisation as neutral where neutral.item_id = ${itemId} and neutral.version = ${version}`);
  return row !== undefined;
}

function openContests(db: Db, asker: string | undefined): Promise<ContestLine[]> {
  return all(
    db,
    sql<ContestLine>`
    select contest.id, contest.item_id as item, contest.version, contest.reason, version.body::json -> 'text' -> 'vi' ->> 'prompt' as prompt,
      to_char(contest.raised_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "raisedAt", contest.person_id is not distinct from ${asker ?? null}::uuid as own,
      coalesce(counted.shown, 0) as shown, coalesce(counted.correct, 0) as correct
    from skills.contest
    join skills.item_version as version on version.item_id = contest.item_id and version.version = contest.version
    left join lateral (
      select count(*)::integer as shown, (count(*) filter (where answer.correct))::integer as correct
      from skills.answer
      where answer.item_id = contest.item_id
        and answer.version = contest.version
    ) as counted on true
    where contest.state = 'open'
    order by contest.raised_at
    limit 200`,
  );
}

function listNeutral(db: Db): Promise<NeutralLine[]> {
  return all(
    db,
    sql<NeutralLine>`
    select neutral.id, neutral.item_id as item, neutral.version, neutral.origin, neutral.reason,
      to_char(neutral.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "decidedAt",
      rescoring.total, rescoring.done, rescoring.changed, rescoring.finished_at is not null as finished
    from skills.neutralisation as neutral
    join skills.rescoring on rescoring.neutralisation_id = neutral.id
    order by neutral.decided_at desc
    limit 50`,
  );
}
