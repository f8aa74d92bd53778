import Type from 'typebox';
import { FOREVER } from '#base/day/index.ts';
import { all, sql } from '#base/db/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { scope } from '#kernel/org/index.ts';
import { pinnedVersion, type Procedure } from '#kernel/procedure/index.ts';
import { findSet } from '#kernel/set/index.ts';
import { closed } from '../model.ts';
import { id, orNull, text } from './model.ts';

const SPEAK = 'transition.speak-for-union';
/** Cases a page shows. */
const MOST = 50;

type Line = {
  id: string;
  name: string;
  post: string;
  version: string;
  state: string;
  due: string;
  offers: number;
  followUp: string | null;
  behind: boolean;
  member: boolean | null;
  total: number;
};

/** The cases of the people that the union stands by. */
export const listMemberCases = operation({
  name: 'transition.list-member-cases',
  summary: 'How the case of each person in the units of the union officer stands: state, term, offers, follow-up, whether left behind, whether a member. For the union only.',
  kind: 'read',
  http: 'GET /transition/union/cases',
  permission: SPEAK,
  input: Type.Object(
    {
      from: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000, description: 'How many to pass over' })),
      members: Type.Optional(Type.Boolean({ description: 'Whether only members are wanted' })),
    },
    closed,
  ),
  output: Type.Object(
    {
      lines: Type.Array(
        Type.Object(
          {
            id: id('Case'),
            name: text('Person'),
            post: text('Post concerned'),
            state: text('State, in the language of the asker'),
            due: orNull(text('Last day of the term that runs')),
            late: Type.Boolean({ description: 'Whether that day has passed' }),
            offers: Type.Integer({ description: 'Offers of work made' }),
            followUp: orNull(text('Next day on which the person is asked after')),
            behind: Type.Boolean({ description: 'Whether the person stands without what was promised' }),
            member: orNull(Type.Boolean({ description: 'Whether a member of the union; null where the register does not say' })),
          },
          closed,
        ),
        { description: 'Whoever is left behind first, then by the soonest term; at most 50' },
      ),
      total: Type.Integer({ description: 'How many there are' }),
      from: Type.Integer({ description: 'How many were passed over' }),
    },
    closed,
  ),
  run: async (ctx, { from = 0, members = false }) => {
    const lines = await listLines(ctx, from, members);
    const followed = new Map<string, Procedure>();
    for (const day of new Set(lines.map(({ version }) => version))) followed.set(day, await pinnedVersion(ctx.db, 'transition.person', day));
    return {
      lines: lines.map(({ total: _total, version, due, state, ...line }) => ({
        ...line,
        state: followed.get(version)?.states[state]?.title[ctx.locale] ?? state,
        due: due === FOREVER ? null : due,
        late: due < ctx.today,
      })),
      total: lines[0]?.total ?? 0,
      from,
    };
  },
});

/** Membership is asked of the set of the register, which divides people in post by it; nobody but the union may ask this operation. */
function memberOn(day: string) {
  const rows = findSet('directory.staff-in-post')?.dimensions['union']?.rows;
  return rows === undefined
    ? sql`null::boolean`
    : sql`exists (
        select 1
        from (${rows}) as part
        where part.record = held.person_id
          and part.slice = 'member'
          and part.valid_from <= ${day}
          and part.valid_to > ${day})`;
}

async function listLines({ db, actor, today }: Ctx, from: number, members: boolean): Promise<Line[]> {
  return all(
    db,
    sql<Line>`
      select page.id, page.name, page.post, page.version, page.state, page.due, page.member, page.offers, page."followUp", page.behind, page.total
      from (
        select held.case_id as id, person.name, post.title as post, file.version, file.state, file.due, ${memberOn(today)} as member, (
            select count(*)
            from transition.offer
            where offer.person_case_id = held.case_id
          ) as offers, (
            select min(planned.due)
            from transition.follow_up as planned
            where planned.case_id = held.case_id
              and planned.done_on is null
              and not planned.dropped
          ) as "followUp", exists (
            select 1
            from transition.left_behind as known
            where known.case_id = held.case_id
              and known.until = 'infinity'
          ) as behind, count(*) over () as total
        from transition.person_case as held
        join kernel.case_file as file on file.id = held.case_id
        join kernel.person on person.id = held.person_id
        join kernel.post on post.id = held.post_id
        where ${scope(actor, SPEAK, sql`file.unit_id`, today)}
          and ${members ? memberOn(today) : sql`true`}
      ) as page
      order by page.behind desc, page.due, page.id
      limit ${MOST}
      offset ${from}`,
  );
}
