import { Type } from 'typebox';
import { formatDay } from '#base/day/index.ts';
import type { Db } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { due, movedTerms, type Term } from './due.ts';
import { loadCalendar } from './load.ts';
import { CalendarDay, CalendarEdit, DueOutput, TermInput } from './model.ts';
import { calendarWith, currentCalendar, listEdits, putEdit, removeEdit } from './store.ts';
import { mustCover } from './working-days.ts';

/** A term that is running: `id` and `title` of the case or task it belongs to. */
export type OpenTerm = Term & { id: string; title: string };

declare module '#kernel/operation/services.ts' {
  interface Services {
    /** Where running terms are found; each module that has terms adds its own list. */
    openTerms?: ((db: Db) => Promise<OpenTerm[]>)[];
    /** Called in the transaction of a change of the calendar; whoever keeps due days computes them anew. */
    calendarChanged?: ((ctx: Ctx) => Promise<void>)[];
  }
}

const closed = { additionalProperties: false } as const;
const day = (description: string) => Type.String({ format: 'date', description: `${description} (YYYY-MM-DD)` });

/** When a term of working days is due, and why. */
export const dueOperation = operation({
  name: 'calendar.due',
  summary: 'When a term of working days is due, with each day that did not count and why',
  kind: 'read',
  http: 'POST /calendar/due',
  permission: 'public',
  input: TermInput,
  output: DueOutput,
  run: async ({ db, services }, { start, workingDays, pauses = [] }) => due({ start, workingDays, pauses, calendar: await currentCalendar(db, services.root) }),
});

const StoredEdit = Type.Object(
  {
    edit: CalendarEdit,
    enteredBy: Type.Union([Type.String(), Type.Null()], { description: 'Id of the person who entered it; null: a program' }),
    enteredAt: Type.String({ format: 'date-time', description: 'When it was entered' }),
  },
  closed,
);

/** The days off and made-up days of a range, with the administrator's edits. */
export const listDays = operation({
  name: 'calendar.list-days',
  summary: 'Days off and made-up working days from a day up to another, and what an administrator entered',
  kind: 'read',
  http: 'GET /calendar/days',
  permission: 'signed-in',
  input: Type.Object({ from: day('First day'), to: day('The day after the last one') }, closed),
  output: Type.Object(
    {
      covers: Type.Object({ from: day('First day of the calendar'), to: day('The day after its last one') }, closed),
      days: Type.Array(CalendarDay, { description: 'In order of day; a day not listed follows its weekday' }),
      edits: Type.Array(StoredEdit, { description: 'What was entered for days of the range, in order of day' }),
    },
    closed,
  ),
  run: async ({ db, services }, { from, to }) => {
    const edits = await listEdits(db);
    const calendar = calendarWith(
      services.root,
      edits.map(({ edit }) => edit),
    );
    return {
      covers: { from: calendar.from, to: calendar.to },
      days: [...calendar.days.values()].filter((entry) => from <= entry.day && entry.day < to).sort((a, b) => (a.day < b.day ? -1 : 1)),
      edits: edits.filter(({ edit }) => from <= edit.day && edit.day < to).map(({ edit, enteredBy, enteredAt }) => ({ edit, enteredBy: enteredBy ?? null, enteredAt })),
    };
  },
});

/** Enters a day, in place of what was entered for it before. */
export const putDay = operation({
  name: 'calendar.put-day',
  summary: 'Enter that a day is off, worked or ordinary, with its source; wins over content and computed holidays',
  kind: 'write',
  http: 'PUT /calendar/days/{day}',
  permission: 'calendar.edit',
  unit: () => undefined,
  input: CalendarEdit,
  output: CalendarEdit,
  trace: (edit) => ({ detail: { day: edit.day, kind: edit.kind, status: edit.status } }),
  run: async (ctx, edit) => {
    mustCover(edit.day, await currentCalendar(ctx.db, ctx.services.root));
    await putEdit(ctx.db, edit, personOf(ctx.actor), ctx.now);
    for (const moved of ctx.services.calendarChanged ?? []) await moved(ctx);
    return edit;
  },
});

/** Takes what was entered for a day away, so that content and computed holidays hold again. */
export const removeDay = operation({
  name: 'calendar.remove-day',
  summary: 'Take away what an administrator entered for a day',
  kind: 'write',
  http: 'DELETE /calendar/days/{day}',
  permission: 'calendar.edit',
  unit: () => undefined,
  input: Type.Object({ day: day('The day') }, closed),
  output: Type.Object({ day: day('The day') }, closed),
  trace: (input) => ({ detail: { day: input.day } }),
  run: async (ctx, input) => {
    if (!(await removeEdit(ctx.db, input.day))) throw new Problem('missing', 'calendar.no-edit', { day: formatDay(input.day) });
    for (const moved of ctx.services.calendarChanged ?? []) await moved(ctx);
    return input;
  },
});

/** Which running terms a change of the calendar would move; changes nothing. */
export const previewChange = operation({
  name: 'calendar.preview-change',
  summary: 'Which running terms would be due on another day if these days were entered or taken away',
  kind: 'read',
  http: 'POST /calendar/preview',
  permission: 'calendar.edit',
  unit: () => undefined,
  input: Type.Object(
    {
      put: Type.Optional(Type.Array(CalendarEdit, { maxItems: 60, description: 'Days to enter' })),
      remove: Type.Optional(Type.Array(day('A day'), { maxItems: 60, description: 'Days whose entry is taken away' })),
    },
    closed,
  ),
  output: Type.Object(
    {
      checked: Type.Integer({ minimum: 0, description: 'Number of running terms looked at' }),
      moved: Type.Array(
        Type.Object(
          {
            id: Type.String({ description: 'Id of the case or task' }),
            title: Type.String({ description: 'Its title' }),
            dueBefore: day('Due as the calendar stands'),
            dueAfter: day('Due after the change'),
          },
          closed,
        ),
        { description: 'The terms that would move' },
      ),
    },
    closed,
  ),
  run: async ({ db, services }, { put = [], remove = [] }) => {
    const before = await currentCalendar(db, services.root);
    put.forEach((edit) => mustCover(edit.day, before));
    const replaced = new Set([...put.map((edit) => edit.day), ...remove]);
    const kept = (await listEdits(db)).map(({ edit }) => edit).filter((edit) => !replaced.has(edit.day));
    const terms = (await Promise.all((services.openTerms ?? []).map((list) => list(db)))).flat();
    const titles = new Map(terms.map(({ id, title }) => [id, title]));
    const moved = movedTerms(terms, before, loadCalendar(services.root, [...kept, ...put]));
    return { checked: terms.length, moved: moved.map((term) => ({ ...term, title: titles.get(term.id) ?? '' })) };
  },
});
