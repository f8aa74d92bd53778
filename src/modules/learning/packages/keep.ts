import Type from 'typebox';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { closed, nullable } from '../model.ts';
import { isDone } from './rules.ts';
import { Standing } from './model.ts';
import { ownSession } from './play.ts';
import { scored, settleAttempt } from './settle.ts';
import { durationOf, recordPlayed, type Told } from './statements.ts';
import { findSession, isOvertaken, listParts, noteNumber, noteTime, putPart, type Part, type Session, type StoredPackage } from './store.ts';
import { settleUnits } from './units.ts';

const Json = (most: number, description: string) => Type.String({ maxLength: most, description });
const said = { done: Standing.done, passed: Standing.passed, score: nullable(Type.Number({ minimum: -1, maximum: 1, description: 'Score from -1 to 1; null: none given' })) };

/** Keeps a state of a part. */
export const keepState = operation({
  name: 'learning.keep-package-state',
  summary: 'Keep what a part of an open package reports: data model, time, score, completion. Sent again, or after a later one, it changes nothing but time that was not known.',
  kind: 'write',
  http: 'POST /learning/openings/{id}/states',
  permission: 'signed-in',
  input: Type.Object(
    {
      id: Type.String({ format: 'uuid', description: 'Opening' }),
      number: Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'Number of the state, counting up within the opening' }),
      item: Type.String({ minLength: 1, maxLength: 500, description: 'Part' }),
      cmi: Json(400_000, 'Data model as JSON'),
      sequencing: Type.Optional(Json(1_000_000, 'SCORM 2004: state of the engine')),
      seconds: Type.Integer({ minimum: 0, maximum: 86_400, description: 'Seconds spent in the part during this opening' }),
      ...said,
      whole: Type.Optional(Type.Object(said, { ...closed, description: 'SCORM 2004: what the rules of the package say of the whole' })),
      ended: Type.Boolean({ description: 'Whether the part was left' }),
    },
    closed,
  ),
  output: Type.Object(Standing, closed),
  trace: ({ id, number }, { done }) => ({ subject: id, detail: { number, done } }),
  run: async (ctx, state) => {
    const { session, pack } = await ownSession(ctx, state.id, true);
    if (!pack.items.some(({ id }) => id === state.item)) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/item', code: 'learning-packages.no-part' }]);
    await noteTime(ctx.db, session.sessionId, state.item, state.seconds);
    const news = await noteNumber(ctx.db, session.sessionId, state.number);
    if (pack.standard === 'cmi5') await settleUnits(ctx, session, pack);
    else if (news) await keepPart(ctx, session, pack, state);
    return standing(ctx, session);
  },
});

type State = { item: string; cmi: string; sequencing?: string; seconds: number; whole?: Pick<Part, 'done' | 'passed' | 'score'>; ended: boolean } & Pick<
  Part,
  'done' | 'passed' | 'score'
>;

async function keepPart(ctx: Ctx, session: Session, pack: StoredPackage, state: State): Promise<void> {
  const before = (await listParts(ctx.db, session.id)).find(({ itemId }) => itemId === state.item);
  const overtaken = await isOvertaken(ctx.db, session);
  const { item: itemId, done, passed, score } = state;
  await putPart(ctx.db, session.id, { itemId, done, passed, score, cmi: overtaken ? null : state.cmi });
  const whole = wholeOf(pack, await listParts(ctx.db, session.id), state.whole);
  const told: Told[] = [
    ...(done && before?.done !== true ? [{ verb: 'completed' as const, itemId, result: { completion: true } }] : []),
    ...(passed === null || passed === before?.passed ? [] : [{ verb: passed ? ('passed' as const) : ('failed' as const), itemId, result: { success: passed, ...scored(score) } }]),
    ...(state.ended ? [{ verb: 'terminated' as const, itemId, result: { duration: durationOf(state.seconds) } }] : []),
  ];
  await recordPlayed(ctx, pack, { personId: session.personId, registration: session.id }, told);
  await settleAttempt(ctx, session, pack, { ...whole, sequencing: overtaken ? null : (state.sequencing ?? null) });
}

function wholeOf({ items, tree }: StoredPackage, parts: Part[], told: State['whole']) {
  // The rules of the package decide where there are any; else every part that reports must be done.
  if (tree !== null && told !== undefined) return told;
  return isDone(items, parts);
}

async function standing(ctx: Ctx, session: Session) {
  const {
    done = session.done,
    passed = session.passed,
    score = session.score,
    seconds = session.seconds,
  } = (await findSession(ctx.db, { id: session.sessionId }, ctx.now.toString())) ?? {};
  return { done, passed, score, seconds };
}
