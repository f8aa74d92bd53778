import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { getGathering } from '../gatherings/operations.ts';
import { closed } from '../model.ts';
import { answerOnPaper } from '../personal/paper.ts';
import { currentMessage, findActState } from '../personal/store.ts';
import { mustRun } from '../personal/acts.ts';
import { drawSheets } from './draw.ts';
import { printSheets } from './print.ts';
import { countOpenBeside, findSheet, listOpenSheets, noteEntered } from './store.ts';
import { choicesOf, sheetCode } from './typed.ts';

const GatheringId = Type.String({ format: 'uuid', description: 'Group session' });

/** Draws sheets. */
export const makeSheets = operation({
  name: 'campaigns.make-sheets',
  summary: 'Draw an answer sheet for everybody whom a group session is for and who has none yet; each gets other questions.',
  kind: 'write',
  http: 'POST /campaigns/gatherings/{id}/sheets',
  permission: 'campaigns.help-unit',
  unit: async (ctx, { id }) => (await getGathering(ctx, id)).unitId,
  input: Type.Object({ id: GatheringId }, closed),
  output: Type.Object({ made: Type.Integer({ description: 'Sheets that were drawn' }) }, closed),
  trace: ({ id }, { made }) => ({ subject: id, detail: { made } }),
  run: async (ctx, { id }) => ({ made: await drawSheets(ctx, await getGathering(ctx, id)) }),
});

/** Prints sheets. */
export const printSheetsOperation = operation({
  name: 'campaigns.print-sheets',
  summary: 'The answer sheets of a group session that are not entered yet, as a PDF, one person a page.',
  kind: 'read',
  http: 'GET /campaigns/gatherings/{id}/sheets',
  permission: 'campaigns.help-unit',
  exports: true,
  unit: async (ctx, { id }) => (await getGathering(ctx, id)).unitId,
  input: Type.Object({ id: GatheringId }, closed),
  output: Type.Object({ pdf: Type.String({ description: 'The PDF, in base64' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    const sheets = await listOpenSheets(ctx.db, id);
    if (sheets.length === 0) throw new Problem('conflict', 'campaigns-sheet.none');
    return { pdf: Buffer.from(await printSheets(ctx, await getGathering(ctx, id), sheets)).toString('base64') };
  },
});

/** Enters a sheet. */
export const enterSheet = operation({
  name: 'campaigns.enter-sheet',
  summary:
    'Enter the answers of one sheet: its code, and one sign a question (a letter, or 1 for A; 0 or - for a question left open or marked twice). The test is decided as on a screen.',
  kind: 'write',
  http: 'POST /campaigns/sheets/{code}/answers',
  permission: 'campaigns.help-unit',
  unit: async (ctx, { code }) => found(await findSheet(ctx.db, sheetCode(code)), 'campaigns-sheet.no-sheet').unitId,
  input: Type.Object(
    { code: Type.String({ minLength: 1, maxLength: 20, description: 'Code of the sheet' }), answers: Type.String({ maxLength: 40, description: 'One sign a question' }) },
    closed,
  ),
  output: Type.Object(
    {
      code: Type.String({ description: 'Code' }),
      questions: Type.Integer({ description: 'Questions that were entered' }),
      left: Type.Integer({ description: 'Sheets of the same group session that are still to be entered' }),
    },
    closed,
  ),
  trace: (_input, { code }) => ({ detail: { code } }),
  run: async (ctx, { code, answers }) => {
    const sheet = found(await findSheet(ctx.db, sheetCode(code)), 'campaigns-sheet.no-sheet');
    const { line, messages } = found(await findActState(ctx.db, sheet.lineId), 'campaigns-task.no-task');
    if (line.personId === personOf(ctx.actor)) throw new Problem('forbidden', 'campaigns-contact.own');
    if (sheet.entered) throw new Problem('conflict', 'campaigns-sheet.entered-before', { code: sheet.code });
    mustRun(line);
    const message = currentMessage(messages);
    if (message?.messageId !== sheet.messageId || message.version !== sheet.version) throw new Problem('conflict', 'campaigns-sheet.old');
    const { chosen, keyed } = await choicesOf(ctx, sheet, answers);
    const testId = newId();
    await answerOnPaper(ctx, { line, message, testId, items: sheet.items, chosen });
    if (!(await noteEntered(ctx.db, sheet.code, { testId, keyed, foundState: line.state, by: personOf(ctx.actor) ?? null, now: ctx.now })))
      throw new Problem('conflict', 'campaigns-sheet.entered-before', { code: sheet.code });
    return { code: sheet.code, questions: chosen.length, left: await countOpenBeside(ctx.db, sheet.code) };
  },
});

/** What can be asked of answer sheets. */
export const sheetOperations = [makeSheets, printSheetsOperation, enterSheet];
