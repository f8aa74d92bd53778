import { Type } from 'typebox';
import { Problem } from '#base/problem/index.ts';
import { catalogues, translatorOf, type Locale } from '#base/text/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { openForAsker } from './access.ts';
import { takeStep } from './act.ts';
import { listCases } from './list.ts';
import { caseId, CaseLine, closed, dayOrNone, dayText, DoneStep, NextStep, TermLine } from './model.ts';
import { dayOrNull, listMoves } from './move.ts';
import { doneLines, hrefOf, linesOf, namesOf, nextSteps, stateOf, termLines } from './show.ts';
import { findInPost, listHistories, listParties, listSubcases, listTerms, setAssignee } from './store.ts';

/** The cases of the asker, of the asker's units, or of a party the asker acts for. */
export const caseList = operation({
  name: 'case.list',
  summary: 'Cases with where they stand and by when something is due: open ones soonest due first, closed ones latest first, a page at a time.',
  kind: 'read',
  http: 'GET /cases',
  permission: 'signed-in',
  input: Type.Object(
    {
      whose: Type.Enum(['mine', 'units', 'party'], {
        description: 'mine: given to the asker, or with the asker as a party; units: of units whose cases the asker sees; party: with a unit the asker acts for',
      }),
      closed: Type.Optional(Type.Boolean({ description: 'Closed cases instead of open ones' })),
      procedure: Type.Optional(Type.String({ maxLength: 100, description: 'Only this procedure' })),
      state: Type.Optional(Type.String({ maxLength: 100, description: 'Only in this state' })),
      unitId: Type.Optional(Type.String({ format: 'uuid', description: 'Only of this unit' })),
      assigneeId: Type.Optional(Type.String({ format: 'uuid', description: 'Only given to this person' })),
      late: Type.Optional(Type.Boolean({ description: 'Only open cases whose day has passed' })),
      after: Type.Optional(Type.String({ pattern: '^(\\d{4}-\\d{2}-\\d{2}|infinity) [0-9a-f-]{36}$', description: 'Where the page before ended' })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Rows of a page; 50 unless said' })),
    },
    closed,
  ),
  output: Type.Object(
    {
      cases: Type.Array(CaseLine, { description: 'The cases of this page' }),
      after: Type.Union([Type.String(), Type.Null()], { description: 'To be given to get the next page; null on the last' }),
    },
    closed,
  ),
  run: async (ctx, { whose, closed: done = false, late = false, after, limit = 50, ...filters }) => {
    const [day = '', id = ''] = after?.split(' ') ?? [];
    const query = { ...filters, whose, open: !done, dueBefore: late ? ctx.today : undefined, after: after === undefined ? undefined : { day, id }, limit: limit + 1 };
    const rows = await listCases(ctx, query);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { cases: await linesOf(ctx, page), after: rows.length > limit && last !== undefined ? `${last.day} ${last.id}` : null };
  },
});

const Party = Type.Object(
  {
    name: Type.String({ description: 'Party' }),
    titleVi: Type.String({ description: 'Its title in Vietnamese' }),
    titleEn: Type.String({ description: 'Its title in English' }),
    whoVi: Type.String({ description: 'Name of the person or unit, in Vietnamese' }),
    whoEn: Type.String({ description: 'The same in English' }),
  },
  closed,
);

const Subcase = Type.Object(
  {
    id: caseId,
    title: Type.String({ description: 'Its title' }),
    closed: Type.Boolean({ description: 'Whether it has ended' }),
    due: dayOrNone('Day by which something is due in it'),
    href: Type.String({ description: 'Its page' }),
  },
  closed,
);

const Whole = Type.Object(
  {
    id: caseId,
    title: Type.String({ description: 'Title' }),
    procedure: Type.Object(
      {
        name: Type.String({ description: 'Procedure' }),
        version: dayText('Version that the case follows'),
        titleVi: Type.String({ description: 'Its title in Vietnamese' }),
        titleEn: Type.String({ description: 'Its title in English' }),
      },
      closed,
    ),
    state: Type.Object(
      {
        name: Type.String({ description: 'State' }),
        titleVi: Type.String({ description: 'Its title in Vietnamese' }),
        titleEn: Type.String({ description: 'Its title in English' }),
      },
      closed,
    ),
    number: Type.Integer({ description: 'Number of the last step, to be sent along with the next one' }),
    unitId: Type.String({ description: 'Unit' }),
    parentId: Type.Union([Type.String(), Type.Null()], { description: 'The case it is a part of' }),
    openedOn: dayText('Day of the opening'),
    closedOn: dayOrNone('Day of the end'),
    due: dayOrNone('Soonest day by which something is due'),
    href: Type.String({ description: 'Its page: that of the module, or the plain one' }),
    assignee: Type.Union([Type.String(), Type.Null()], { description: 'Name of whom it is given to' }),
    parties: Type.Array(Party, { description: 'Who has which part' }),
    terms: Type.Array(TermLine, { description: 'In the order in which they were started' }),
    next: Type.Array(NextStep, { description: 'Steps that lead on from here' }),
    history: Type.Array(DoneStep, { description: 'What was done, oldest first' }),
    moves: Type.Array(
      Type.Object(
        {
          from: dayText('Version before'),
          to: dayText('Version after'),
          reason: Type.String({ description: 'Why' }),
          at: Type.String({ format: 'date-time', description: 'When' }),
        },
        closed,
      ),
      { description: 'Moves to other versions of the procedure' },
    ),
    subcases: Type.Array(Subcase, { description: 'Cases that are a part of this one' }),
    mayAssign: Type.Boolean({ description: 'Whether the asker may give the case to somebody' }),
  },
  closed,
);

/** A case for whoever has to do with it. */
export const caseRead = operation({
  name: 'case.read',
  summary: 'A case with its history, terms, parties, sub-cases and the steps that lead on; for everybody else there is none.',
  kind: 'read',
  http: 'GET /cases/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: caseId }, closed),
  output: Whole,
  run: async (ctx, { id }) => {
    const opened = await openForAsker(ctx, id);
    const { file, procedure } = opened;
    const history = (await listHistories(ctx.db, [id])).get(id) ?? [];
    const subcases = await listSubcases(ctx.db, id);
    const { title, number, unitId, parentId, openedOn, closedOn } = file;
    return {
      id,
      title,
      number,
      href: hrefOf(procedure.name, id),
      unitId,
      parentId,
      openedOn,
      closedOn,
      procedure: { name: procedure.name, version: procedure.version, titleVi: procedure.title.vi, titleEn: procedure.title.en },
      state: stateOf(procedure, file.state),
      due: closedOn === null ? dayOrNull(file.due) : null,
      ...(await peopleOf(ctx, opened)),
      terms: termLines(procedure, await listTerms(ctx.db, id), ctx.today),
      next: await nextSteps(ctx, opened),
      history: doneLines(procedure, history, openingOf(ctx)),
      moves: (await listMoves(ctx.db, id)).map(({ from, to, reason, movedAt }) => ({ from, to, reason, at: movedAt.toISOString() })),
      subcases: subcases.map((one) => ({ id: one.id, title: one.title, closed: one.closedOn !== null, due: dayOrNull(one.due), href: hrefOf(one.procedure, one.id) })),
      mayAssign: file.closedOn === null && (await may(ctx.db, ctx.actor, procedure.assign, file.unitId, ctx.today)),
    };
  },
});

async function peopleOf(ctx: Ctx, { file, procedure }: Awaited<ReturnType<typeof openForAsker>>) {
  const parties = await listParties(ctx.db, file.id);
  const names = await namesOf(
    ctx,
    [file.assigneeId, ...parties.flatMap(({ personId, unitId }) => [personId, unitId])].filter((one) => typeof one === 'string'),
  );
  return {
    assignee: file.assigneeId === null ? null : (names.get(file.assigneeId)?.vi ?? ''),
    parties: parties.map(({ party, personId, unitId }) => {
      const who = names.get(personId ?? unitId ?? '');
      const title = procedure.parties[party]?.title;
      return { name: party, titleVi: title?.vi ?? party, titleEn: title?.en ?? party, whoVi: who?.vi ?? '', whoEn: who?.en ?? '' };
    }),
  };
}

function openingOf(ctx: Ctx): { vi: string; en: string } {
  const say = (locale: Locale) => translatorOf(catalogues(ctx.services.root), locale)('case.step-open');
  return { vi: say('vi'), en: say('en') };
}

/** Takes a step: the one way in which a case moves, whatever its procedure. */
export const caseStep = operation({
  name: 'case.step',
  summary: "Take a step of a case: checked against its procedure, its unit's permissions, its parties and the module's gate; writes one fact.",
  kind: 'write',
  http: 'POST /cases/{id}/steps',
  permission: 'signed-in',
  input: Type.Object(
    {
      id: caseId,
      expected: Type.Integer({ minimum: 0, description: 'Number of the last step as the asker saw it; another one is a conflict' }),
      step: Type.String({ minLength: 1, maxLength: 100, description: 'Step of the procedure' }),
      day: Type.Optional(dayText('Day of the step, today unless said; not before the last step, not later than today')),
      reason: Type.Optional(Type.String({ maxLength: 2000, description: 'Why' })),
      data: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'What the step adds to the case, as its procedure describes it' })),
    },
    closed,
  ),
  output: Type.Object(
    {
      number: Type.Integer({ description: 'Number of this step' }),
      state: Type.String({ description: 'State in which the case stands now' }),
      closed: Type.Boolean({ description: 'Whether the case has ended' }),
      due: dayOrNone('Soonest day by which something is due now'),
    },
    closed,
  ),
  trace: ({ id, step }, { number, state }) => ({ subject: id, detail: { step, number, state } }),
  run: async (ctx, wanted) => {
    const { standing, due } = await takeStep(ctx, wanted);
    return { number: standing.number, state: standing.state, closed: standing.closed, due: standing.closed ? null : dayOrNull(due) };
  },
});

/** Gives a case to somebody who may see it there. */
export const caseAssign = operation({
  name: 'case.assign',
  summary: 'Give an open case to a person in post, who is told and sees it from then on, or to nobody.',
  kind: 'write',
  http: 'PUT /cases/{id}/assignee',
  permission: 'signed-in',
  input: Type.Object(
    {
      id: caseId,
      personId: Type.Optional(Type.String({ format: 'uuid', description: 'Person; with neither this nor a staff code: nobody' })),
      staffCode: Type.Optional(Type.String({ maxLength: 30, description: 'Staff code of the person, instead of the id' })),
    },
    closed,
  ),
  output: Type.Object({ id: caseId }, closed),
  trace: ({ id, personId, staffCode }) => ({ subject: id, detail: { person: personId ?? staffCode ?? null } }),
  run: async (ctx, { id, personId, staffCode }) => {
    const { file, procedure } = await openForAsker(ctx, id, true);
    if (!(await may(ctx.db, ctx.actor, procedure.assign, file.unitId, ctx.today))) throw new Problem('forbidden', 'case.not-yours-to-give');
    if (file.closedOn !== null) throw new Problem('conflict', 'case.is-closed');
    const chosen = staffCode === undefined ? personId : await findInPost(ctx.db, staffCode, ctx.today);
    if (staffCode !== undefined && chosen === undefined) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/staffCode', code: 'case.no-staff-code' }]);
    await setAssignee(ctx.db, id, chosen ?? null);
    if (chosen !== undefined && chosen !== personOf(ctx.actor))
      await notify(ctx, { to: [chosen], key: 'case.told-given', values: { title: file.title }, href: hrefOf(file.procedure, id), email: true });
    return { id };
  },
});
