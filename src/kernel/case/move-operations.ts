import { Type } from 'typebox';
import { operation } from '#kernel/operation/index.ts';
import { closed, dayOrNone, dayText } from './model.ts';
import { dayOrNull, moveOpen, replayOpen } from './move.ts';

const which = {
  procedure: Type.String({ maxLength: 100, description: 'Procedure' }),
  from: dayText('Version that the cases follow now'),
  to: dayText('Version that they are to follow'),
  after: Type.Optional(Type.String({ format: 'uuid', description: 'Last case of the turn before' })),
};

const last = Type.Union([Type.String(), Type.Null()], { description: 'Last case looked at; null when there was none' });
const more = Type.Boolean({ description: 'Whether there are further cases: ask again with `after`' });

/** The dry run: what replaying each open case in another version gives; changes nothing. */
export const previewMove = operation({
  name: 'case.preview-move',
  summary:
    'Replay up to 500 open cases in another version of their procedure: which can be moved, with state and due day before and after, and which cannot and why; changes nothing.',
  kind: 'read',
  http: 'POST /cases/moves/preview',
  permission: 'case.move-version',
  unit: () => undefined,
  input: Type.Object(which, closed),
  output: Type.Object(
    {
      cases: Type.Array(
        Type.Object(
          {
            id: Type.String({ description: 'Case' }),
            title: Type.String({ description: 'Its title' }),
            can: Type.Boolean({ description: 'Whether it can be moved' }),
            why: Type.Union([Type.String(), Type.Null()], { description: 'Code of the sentence that says why not' }),
            values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), { description: 'What that sentence names' }),
            stateBefore: Type.String({ description: 'State now' }),
            stateAfter: Type.Union([Type.String(), Type.Null()], { description: 'State in the other version' }),
            dueBefore: dayOrNone('Due now'),
            dueAfter: dayOrNone('Due in the other version'),
          },
          closed,
        ),
        { description: 'In the order of their opening' },
      ),
      last,
      more,
    },
    closed,
  ),
  run: async (ctx, move) => {
    const found = await replayOpen(ctx, move);
    const cases = found.replayed.map(({ id, title, stateBefore, dueBefore, dueAfter, standing, why }) => ({
      id,
      title,
      can: standing !== undefined,
      why: why?.code ?? null,
      values: why?.values ?? {},
      stateBefore,
      stateAfter: standing?.state ?? null,
      dueBefore: dayOrNull(dueBefore),
      dueAfter: dayOrNull(dueAfter),
    }));
    return { cases, last: cases.at(-1)?.id ?? null, more: found.more };
  },
});

/** Moves open cases to another version, each after its history was replayed there. */
export const moveVersion = operation({
  name: 'case.move-version',
  summary: 'Move up to 500 open cases to another version of their procedure; each is replayed there first, those that do not fit stay, every move is written down with the reason.',
  kind: 'write',
  http: 'POST /cases/moves',
  permission: 'case.move-version',
  unit: () => undefined,
  input: Type.Object({ ...which, reason: Type.String({ minLength: 3, maxLength: 500, description: 'Why they are moved: document, article' }) }, closed),
  output: Type.Object(
    {
      moved: Type.Integer({ minimum: 0, description: 'Cases that follow the other version now' }),
      stayed: Type.Integer({ minimum: 0, description: 'Cases that do not fit there and stay as they are' }),
      last,
      more,
    },
    closed,
  ),
  trace: ({ procedure, from, to }, { moved, stayed }) => ({ detail: { procedure, from, to, moved, stayed } }),
  run: (ctx, { reason, ...move }) => moveOpen(ctx, move, reason),
});
