import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { closed, nullable } from '../model.ts';
import { answerOnPaper } from '../personal/paper.ts';
import { currentMessage, findActState } from '../personal/store.ts';
import { lastChanges, moveLines } from '../roster/move.ts';
import { findKeyed, listKeyedBy, putAnew, takeBack, type Keyed } from './keyed.ts';
import { LETTERS } from './rules.ts';
import { findSheet, type Sheet } from './store.ts';
import { choicesOf, listOptions, sheetCode } from './typed.ts';

/** How often a sheet can be corrected: a slip, and a slip in putting it right. */
const MOST_CORRECTIONS = 2;

const Text = (description: string) => Type.String({ description });
const Code = Type.String({ minLength: 1, maxLength: 20, description: 'Code of the sheet' });

const sheetOf = async (ctx: Ctx, code: string): Promise<Sheet> => found(await findSheet(ctx.db, sheetCode(code)), 'campaigns-sheet.no-sheet');

/** Why an entered sheet cannot be corrected, as the key of its sentence; undefined when it can. What has begun since would otherwise rest on answers that were never given. */
function whyNot(ctx: Ctx, { by, day, keyed, corrections, running, untouched }: Keyed): string | undefined {
  if (by === null || by !== personOf(ctx.actor)) return 'campaigns-sheet.correct-not-yours';
  if (day !== ctx.today || keyed === null) return 'campaigns-sheet.correct-over';
  if (!running) return 'campaigns-task.over';
  if (!untouched) return 'campaigns-sheet.correct-moved';
  return corrections >= MOST_CORRECTIONS ? 'campaigns-sheet.correct-often' : undefined;
}

/** Shows a sheet that was entered. */
export const readSheet = operation({
  name: 'campaigns.read-sheet',
  summary:
    'An answer sheet that the asker entered today: what was keyed for each question, to be laid beside the paper, and whether it can be corrected. Never which answers are right.',
  kind: 'read',
  http: 'GET /campaigns/sheets/{code}',
  permission: 'campaigns.help-unit',
  unit: async (ctx, { code }) => (await sheetOf(ctx, code)).unitId,
  input: Type.Object({ code: Code }, closed),
  output: Type.Object(
    {
      code: Text('Code'),
      name: Text('Name on the sheet'),
      staffCode: Text('Staff code on the sheet'),
      whyNot: nullable(Text('Key of the sentence that says why it cannot be corrected; null: it can')),
      questions: Type.Array(
        Type.Object(
          {
            place: Type.Integer({ description: 'Which question, from 1' }),
            letters: Type.Array(Type.String(), { description: 'Boxes of the question' }),
            keyed: nullable(Text('Letter that was keyed; null: left open or marked twice')),
          },
          closed,
        ),
        { description: 'What was keyed; empty for others than whoever keyed it, and on later days' },
      ),
      left: Type.Integer({ description: 'How often it can still be corrected' }),
    },
    closed,
  ),
  run: async (ctx, { code }) => {
    const sheet = await sheetOf(ctx, code);
    const known = found(await findKeyed(ctx.db, sheet.code), 'campaigns-sheet.not-entered');
    const why = whyNot(ctx, known) ?? null;
    const hidden = why === 'campaigns-sheet.correct-not-yours' || why === 'campaigns-sheet.correct-over';
    const options = hidden ? [] : await listOptions(ctx, sheet);
    const questions = options.map((boxes, at) => ({ place: at + 1, letters: LETTERS.slice(0, boxes.length), keyed: letterAt(known.keyed, at) }));
    return { code: sheet.code, name: sheet.name, staffCode: sheet.staffCode, whyNot: why, questions, left: Math.max(0, MOST_CORRECTIONS - known.corrections) };
  },
});

function letterAt(keyed: string | null, at: number): string | null {
  const sign = keyed?.[at];
  return sign === undefined || sign === '-' ? null : sign;
}

/** Lists what the asker entered today. */
export const listKeyedSheets = operation({
  name: 'campaigns.list-keyed-sheets',
  summary: 'The answer sheets that the asker entered today, the last first: they can be opened again and corrected until the day is over. Without what was answered.',
  kind: 'read',
  http: 'GET /campaigns/keyed-sheets',
  permission: 'campaigns.help-unit',
  input: Type.Object({}, closed),
  output: Type.Array(
    Type.Object(
      {
        code: Text('Code'),
        name: Text('Name on the sheet'),
        staffCode: Text('Staff code on the sheet'),
        corrections: Type.Integer({ description: 'How often it was corrected' }),
      },
      closed,
    ),
  ),
  run: async (ctx) => {
    const me = personOf(ctx.actor);
    return me === undefined ? [] : listKeyedBy(ctx.db, me, ctx.today);
  },
});

/** Corrects a sheet. */
export const correctSheet = operation({
  name: 'campaigns.correct-sheet',
  summary:
    'Key an answer sheet anew that the asker keyed wrongly today, as long as nothing else has happened to the person since: what it decided is taken back, and the test is decided from what is on the paper. What was keyed before stays as a trace.',
  kind: 'write',
  http: 'POST /campaigns/sheets/{code}/correction',
  permission: 'campaigns.help-unit',
  unit: async (ctx, { code }) => (await sheetOf(ctx, code)).unitId,
  input: Type.Object({ code: Code, answers: Type.String({ maxLength: 40, description: 'One sign a question, as for entering: a letter, or 1 for A; 0 or - for none' }) }, closed),
  output: Type.Object({ code: Text('Code'), changed: Type.Array(Type.Integer(), { description: 'Questions whose answer was changed, from 1' }) }, closed),
  trace: (_input, { code, changed }) => ({ detail: { code, changed: changed.join(', ') } }),
  run: async (ctx, { code, answers }) => {
    const sheet = await sheetOf(ctx, code);
    const known = found(await findKeyed(ctx.db, sheet.code), 'campaigns-sheet.not-entered');
    const why = whyNot(ctx, known);
    if (why !== undefined) throw new Problem('conflict', why);
    const { chosen, keyed } = await choicesOf(ctx, sheet, answers);
    const changed = [...keyed].flatMap((sign, at) => (sign === known.keyed?.[at] ? [] : [at + 1]));
    if (changed.length === 0) throw new Problem('conflict', 'campaigns-sheet.correct-same');
    await keyAnew(ctx, sheet, known, { chosen, keyed });
    return { code: sheet.code, changed };
  },
});

/** Takes back what a sheet decided, and decides anew from what is keyed now. */
async function keyAnew(ctx: Ctx, sheet: Sheet, known: Keyed, { chosen, keyed }: { chosen: (string | undefined)[]; keyed: string }): Promise<void> {
  const by = personOf(ctx.actor) ?? '';
  if (!(await takeBack(ctx.db, { code: sheet.code, testId: known.testId, by, now: ctx.now }))) throw new Problem('conflict', 'campaigns-sheet.correct-moved');
  const helped = known.foundState === 'needs-help';
  await moveLines(ctx, [sheet.lineId], helped ? 'correct-helped' : 'correct', {
    channel: 'session',
    unfailed: known.decision === 'not-yet',
    corrects: await lastChanges(ctx.db, [sheet.lineId]),
    ...(helped && { help: 'done' as const }),
  });
  const { line, messages } = found(await findActState(ctx.db, sheet.lineId), 'campaigns-task.no-task');
  const message = currentMessage(messages);
  if (message?.messageId !== sheet.messageId) throw new Problem('conflict', 'campaigns-sheet.correct-moved');
  const testId = newId();
  await answerOnPaper(ctx, { line, message, testId, items: sheet.items, chosen });
  await putAnew(ctx.db, { code: sheet.code, testId, keyed, by, now: ctx.now });
}

/** What can be asked of sheets that were entered. */
export const correctionOperations = [listKeyedSheets, readSheet, correctSheet];
