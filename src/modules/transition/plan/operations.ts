import Type from 'typebox';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import type { Missing } from '#kernel/gate/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { findAssessment, initiativeId, listHeldPosts, prose, unitOfInitiative, type HeldPost } from '../impact/index.ts';
import { closed } from '../model.ts';
import { LISTS, ListSchema } from './model.ts';
import { faultsOfLists, type Fault, type Placed } from './rules.ts';
import { addPlan, findPlan, listPlanPeople, listProtected } from './store.ts';

const number = (description: string) => Type.Integer({ minimum: 0, description });
const personId = Type.String({ format: 'uuid', description: 'Person' });

/** Somebody who holds a post concerned. */
type HeldBy = HeldPost & { personId: string; name: string; postingId: string };

/** The holders of the posts that the latest assessment names; throws `missing` without one. */
async function holdersOf(ctx: Ctx, initiative: string): Promise<HeldBy[]> {
  const { content } = found(await findAssessment(ctx.db, initiative), 'transition-impact.none');
  const posts = await listHeldPosts(
    ctx.db,
    content.posts.map(({ id }) => id),
    ctx.today,
  );
  return posts.flatMap((post) =>
    post.personId === null || post.name === null || post.postingId === null ? [] : [{ ...post, personId: post.personId, name: post.name, postingId: post.postingId }],
  );
}

async function faultsIn(ctx: Ctx, holders: readonly HeldBy[], lists: readonly Placed[]): Promise<Fault[]> {
  return faultsOfLists(
    holders,
    lists,
    await listProtected(
      ctx.db,
      lists.map((one) => one.personId),
      ctx.today,
    ),
  );
}

/** What keeps a version of a plan from being adopted: it is not the latest, or its lists no longer add up to the register. */
export async function missingInPlan(ctx: Ctx, initiative: string, version: number): Promise<Missing[]> {
  const latest = await findPlan(ctx.db, initiative);
  const people = await listPlanPeople(ctx.db, initiative, version);
  const placed = [...new Map(people.map((one) => [one.personId, one])).values()];
  const faults = await faultsIn(ctx, await holdersOf(ctx, initiative), placed);
  return [
    ...(latest?.number === version ? [] : [{ code: 'transition-plan.newer-version' }]),
    ...faults.map(({ code, name, index }) => ({ code, values: { name: name || (index === undefined ? '' : (placed[index]?.name ?? '')) } })),
  ];
}

/** Who must be placed on a list. */
export const listToPlace = operation({
  name: 'transition.list-people-to-place',
  summary: 'Everybody who holds a post that the assessment names: each must stand on one list of the plan.',
  kind: 'read',
  http: 'GET /transition/plans/{initiative}/people',
  permission: 'transition.assess',
  unit: (ctx, { initiative }) => unitOfInitiative(ctx, initiative),
  input: Type.Object({ initiative: initiativeId }, closed),
  output: Type.Array(
    Type.Object(
      {
        personId,
        name: Type.String({ description: 'Name' }),
        posts: Type.Array(Type.String(), { description: 'Posts held that are concerned' }),
        unit: Type.String({ description: 'Unit, in the language of the asker' }),
        list: Type.Union([ListSchema, Type.Null()], { description: 'Where the latest plan places the person' }),
      },
      closed,
    ),
  ),
  run: async (ctx, { initiative }) => {
    const plan = await findPlan(ctx.db, initiative);
    const placed = new Map(plan === undefined ? [] : (await listPlanPeople(ctx.db, initiative, plan.number)).map((one) => [one.personId, one.list]));
    const held = Map.groupBy(await holdersOf(ctx, initiative), (one) => one.personId);
    return [...held].flatMap(([person, posts]) =>
      posts.slice(0, 1).map(({ name, unitVi, unitEn }) => ({
        personId: person,
        name,
        posts: posts.map(({ title }) => title),
        unit: ctx.locale === 'vi' ? unitVi : unitEn,
        list: placed.get(person) ?? null,
      })),
    );
  },
});

/** Writes the plan of an initiative, or a new version of it. */
export const writePlan = operation({
  name: 'transition.write-plan',
  summary: 'Write a labour-use plan with its five parts: lists that add up to the register, to the person; rights and duties; measures and money. Each change is a new version.',
  kind: 'write',
  http: 'POST /transition/plans/{initiative}',
  permission: 'transition.assess',
  unit: (ctx, { initiative }) => unitOfInitiative(ctx, initiative),
  input: Type.Object(
    {
      initiative: initiativeId,
      lists: Type.Array(Type.Object({ personId, list: ListSchema }, closed), { minItems: 1, maxItems: 2000, description: 'Who stands on which list' }),
      rights: prose('Rights and duties of employer, workers and others', 10_000),
      measures: prose('Measures by which the plan is carried out', 10_000),
      money: Type.Integer({ minimum: 0, maximum: 1_000_000_000_000_000, description: 'Money set aside, đồng' }),
      moneySource: prose('Where the money comes from', 500),
      reason: prose('Why it is written or changed', 1000),
      seen: number('Version that the asker saw; 0 for a first one'),
    },
    closed,
  ),
  output: Type.Object({ number: number('Number of this version') }, closed),
  trace: ({ initiative, lists }, output) => ({ subject: initiative, detail: { number: output.number, people: lists.length } }),
  run: async (ctx, { initiative, lists, seen, ...given }) => {
    const unitId = await unitOfInitiative(ctx, initiative);
    const latest = (await findPlan(ctx.db, initiative))?.number ?? 0;
    if (latest !== seen) throw new Problem('conflict', 'transition-impact.changed-meanwhile');
    const holders = await holdersOf(ctx, initiative);
    const faults = await faultsIn(ctx, holders, lists);
    // Whoever is missing stands after the last one (RFC 6901: `-`), so that a form can lead to the person.
    const errors = faults.map(({ index, personId: person, code, name }) => ({ at: index === undefined ? `/lists/-/${person}` : `/lists/${index}`, code, values: { name } }));
    if (errors.length > 0) throw new Problem('invalid', 'transition-plan.not-the-register', { n: errors.length }, errors);
    const fresh = latest + 1;
    const [factId = ''] = await record(ctx, [{ kind: 'transition.plan-written', subject: initiative, unitId, day: ctx.today, value: lists.length, data: { number: fresh } }]);
    const placed = new Map(lists.map((one) => [one.personId, one.list]));
    const people = holders.flatMap(({ personId: person, postingId, postId }) => {
      const list = placed.get(person);
      return list === undefined ? [] : [{ personId: person, postingId, postId, list }];
    });
    await addPlan(ctx.db, { ...given, initiative, number: fresh, unitId, changedBy: personOf(ctx.actor) ?? null, at: ctx.now, factId, people });
    return { number: fresh };
  },
});

/** A plan as far as the asker may see it: numbers for all, names for whoever works with it, one's own place for a worker. */
export const readPlan = operation({
  name: 'transition.read-plan',
  summary: 'A labour-use plan: numbers on each list for everybody, names for whoever works with it, and where the asker stands on it.',
  kind: 'read',
  http: 'GET /transition/plans/{initiative}',
  permission: 'signed-in',
  input: Type.Object({ initiative: initiativeId, version: Type.Optional(number('Version, the latest unless said')) }, closed),
  output: Type.Object(
    {
      number: number('Version'),
      counts: Type.Array(Type.Object({ list: ListSchema, people: number('People on it') }, closed), { description: 'Each list with its number' }),
      people: Type.Union(
        [Type.Array(Type.Object({ personId, name: Type.String({ description: 'Name' }), post: Type.String({ description: 'Post' }), list: ListSchema }, closed)), Type.Null()],
        { description: 'Who stands on which list; null for whoever may not see the names' },
      ),
      own: Type.Union([ListSchema, Type.Null()], { description: 'The list on which the asker stands' }),
      rights: Type.String({ description: 'Rights and duties' }),
      measures: Type.String({ description: 'Measures' }),
      money: Type.Number({ description: 'Money, đồng' }),
      moneySource: Type.String({ description: 'Where the money comes from' }),
      reason: Type.String({ description: 'Why this version was written' }),
      changedAt: Type.String({ description: 'When' }),
    },
    closed,
  ),
  run: async (ctx, { initiative, version }) => {
    const { unitId, changedBy: _by, ...plan } = found(await findPlan(ctx.db, initiative, version), 'transition-plan.none');
    const all = await listPlanPeople(ctx.db, initiative, plan.number);
    const each = [...new Map(all.map((one) => [one.personId, one])).values()];
    const named = await Promise.all(
      ['transition.assess', 'transition.speak-for-union', 'transition.decide-plan'].map((permission) => may(ctx.db, ctx.actor, permission, unitId, ctx.today)),
    );
    return {
      ...plan,
      counts: LISTS.map((list) => ({ list, people: each.filter((one) => one.list === list).length })),
      people: named.includes(true) ? all.map(({ personId: person, name, post, list }) => ({ personId: person, name, post, list })) : null,
      own: each.find((one) => one.personId === personOf(ctx.actor))?.list ?? null,
    };
  },
});

/** The operations of labour-use plans. */
export const planOperations = [listToPlace, writePlan, readPlan];
