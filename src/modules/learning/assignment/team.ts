import Type from 'typebox';
import { pageOf, pagesOf } from '#base/db/index.ts';
import type { Day } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx, PageNumber, place } from '#kernel/operation/index.ts';
import { personOf, unitOf } from '#kernel/org/index.ts';
import { closed, nullable } from '../model.ts';
import { learnerOf } from '../player/acts.ts';
import { addExcuse, findLine, listExcuses, listOwnLines, type Line } from './lines.ts';
import { OwnAssigned, TeamAsked, TeamChoice, TeamLine } from './model.ts';
import { noteByHand } from './reminders.ts';
import { stateOf } from './rules.ts';
import { countTeam, listTeamChoices, listTeamLines } from './team-store.ts';

const PAGE = 20;
const Count = (description: string) => Type.Integer({ description });

function teamLine(line: Line, today: Day): TeamLine {
  const { id, name, staffCode, unitName, partName, title, due, completedOn, excused } = line;
  return { id, name, staffCode, unitName, partName, title, due, completedOn, excused, state: stateOf(line, today) };
}

/** What the asker must complete. */
export const listMine = operation({
  name: 'learning.list-mine',
  summary: 'The courses that the asker must complete: why, by when and how each stands; open ones first.',
  kind: 'read',
  http: 'GET /learning/mine',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(OwnAssigned),
  run: async (ctx) =>
    (await listOwnLines(ctx.db, learnerOf(ctx), ctx.locale, ctx.today)).map((line) => {
      const { id, course, curriculum, title, reason, due, completedOn } = line;
      return { id, course, curriculum, title, reason, due, completedOn, state: stateOf(line, ctx.today) };
    }),
});

/** Who of a unit is on time. */
export const listTeam = operation({
  name: 'learning.list-team',
  summary: 'Who of a unit and all under it must complete which course by when, and who has; late ones first. Never answers or results.',
  kind: 'read',
  http: 'GET /learning/units/{unitId}/team',
  permission: 'learning.see-team',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      ...TeamAsked,
      page: PageNumber,
    },
    closed,
  ),
  output: Type.Object(
    {
      lines: Type.Array(TeamLine),
      counts: Type.Object({ open: Count('Still open'), late: Count('Late'), done: Count('Done'), all: Count('All') }, closed),
      parts: Type.Array(TeamChoice, { description: 'Units directly under it with people who were asked' }),
      topics: Type.Array(TeamChoice, { description: 'Courses and curricula that people of it were asked to complete' }),
      ...place,
    },
    closed,
  ),
  run: async (ctx, { unitId, state = 'all', page = 1, ...narrow }) => {
    const filter = { ...narrow, state };
    const lines = await listTeamLines(ctx.db, unitId, filter, { locale: ctx.locale, today: ctx.today, ...pageOf(page, PAGE) });
    const counts = await countTeam(ctx.db, unitId, filter, ctx.today);
    const choices = await listTeamChoices(ctx.db, unitId, ctx.locale, ctx.today);
    const of = (kind: string): TeamChoice[] => choices.flatMap((one) => (one.kind === kind ? [{ key: one.key, label: one.label, late: one.late }] : []));
    return {
      lines: lines.map((line) => teamLine(line, ctx.today)),
      counts,
      parts: of('part'),
      topics: of('topic'),
      page,
      pages: pagesOf(counts[state], PAGE),
    };
  },
});

/** One line with its history. */
export const readAssigned = operation({
  name: 'learning.read-assigned',
  summary: 'What one person must complete, by when and why, and the reasons for which the last day was moved.',
  kind: 'read',
  http: 'GET /learning/assigned/{id}',
  permission: 'learning.see-team',
  unit: async (ctx, { id }) => {
    const { personId, unitId, completedOn } = await getLine(ctx, id);
    return completedOn === null ? unitId : ((await unitOf(ctx.db, personId, ctx.today)) ?? unitId);
  },
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Line' }) }, closed),
  output: Type.Object(
    {
      line: TeamLine,
      unitId: Type.String({ description: 'Unit' }),
      reason: Type.String({ description: 'Why the course was assigned' }),
      excuses: Type.Array(
        Type.Object(
          {
            reason: Type.String({ description: 'Why the day was moved' }),
            until: Type.String({ description: 'To which day' }),
            dueBefore: Type.String({ description: 'From which day' }),
            by: nullable(Type.String({ description: 'Who moved it' })),
            withdrawn: Type.Boolean({ description: 'Whether it was a mistake and was taken back' }),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const line = await getLine(ctx, id);
    return { line: teamLine(line, ctx.today), unitId: line.unitId, reason: line.reason, excuses: await listExcuses(ctx.db, id) };
  },
});

/** Gives somebody more time. */
export const excusePerson = operation({
  name: 'learning.excuse-person',
  summary: 'Give somebody until a later day, with the reason (illness, maternity leave, secondment); nobody excuses themselves.',
  kind: 'write',
  http: 'POST /learning/assigned/{id}/excuses',
  permission: 'learning.see-team',
  unit: async (ctx, { id }) => (await getLine(ctx, id)).unitId,
  input: Type.Object(
    {
      id: Type.String({ format: 'uuid', description: 'Line' }),
      until: Type.String({ format: 'date', description: 'New last day, after the present one and after today' }),
      reason: Type.String({ minLength: 3, maxLength: 500, description: 'Why' }),
    },
    closed,
  ),
  output: Type.Object({ due: Type.String({ description: 'New last day' }) }, closed),
  trace: ({ id, until }) => ({ subject: id, detail: { until } }),
  run: async (ctx, { id, until, reason }) => {
    const line = await getLine(ctx, id);
    const by = personOf(ctx.actor) ?? null;
    if (by === line.personId) throw new Problem('forbidden', 'learning-assignment.own-excuse');
    if (line.completedOn !== null || line.leftOn !== null) throw new Problem('conflict', 'learning-assignment.not-open');
    if (until <= line.due || until <= ctx.today) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/until', code: 'learning-assignment.until-early' }]);
    await addExcuse(ctx.db, { id: newId(), assignedId: id, reason, until, dueBefore: line.due, givenBy: by });
    await record(ctx, [{ kind: 'learning.assignment-changed', subject: id, unitId: line.unitId, day: ctx.today, data: { assignment: line.assignmentId, what: 'excused' } }]);
    await notify(ctx, { to: [line.personId], key: 'learning-assignment.told-excused', values: { title: line.title, day: until }, href: '/learning' });
    return { due: until };
  },
});

/** Reminds whoever of a unit is late or soon due. */
export const remindTeam = operation({
  name: 'learning.remind-team',
  summary: 'Remind whoever of a unit and all under it has an assigned course open that is late or due within five days; each at most once in three days.',
  kind: 'write',
  http: 'POST /learning/units/{unitId}/reminders',
  permission: 'learning.see-team',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: Type.String({ format: 'uuid', description: 'Unit' }) }, closed),
  output: Type.Object({ told: Type.Integer({ description: 'How many people were told' }) }, closed),
  trace: ({ unitId }, { told }) => ({ unitId, detail: { told } }),
  run: async (ctx, { unitId }) => {
    const people = await noteByHand(ctx.db, unitId, ctx.today);
    for (const [n, same] of Map.groupBy(people, (one) => one.n)) {
      await notify(ctx, { to: same.map(({ personId }) => personId), key: 'learning-assignment.told-by-head', values: { n }, href: '/learning', email: true });
    }
    return { told: people.length };
  },
});

async function getLine(ctx: Ctx, id: string): Promise<Line> {
  return found(await findLine(ctx.db, id, ctx.locale, ctx.today), 'learning-assignment.no-line');
}
