import { found, Problem } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { findItem } from '../messages/store.ts';
import { LETTERS, readAnswers, readCode } from './rules.ts';
import type { Sheet } from './store.ts';

/** A code as it was typed; throws `invalid` at the field when it was mistyped. */
export function sheetCode(typed: string): string {
  const code = readCode(typed);
  if (code === undefined) throw refused('/code', 'campaigns-sheet.bad-code');
  return code;
}

const refused = (at: string, code: string, values: Record<string, number | string> = {}) => new Problem('invalid', 'operation.input-invalid', {}, [{ at, code, values }]);

/** What was marked on a sheet: the option chosen for each item, undefined for none, and the same as it is kept (`keyed`). Throws `invalid` at the field when the answers do not fit the sheet. */
export async function choicesOf(ctx: Ctx, sheet: Sheet, answers: string): Promise<{ chosen: (string | undefined)[]; keyed: string }> {
  const read = readAnswers(answers);
  if (read === undefined) throw refused('/answers', 'campaigns-sheet.bad-sign');
  if (read.length === 0) throw refused('/answers', 'campaigns-sheet.answers-next', { needed: sheet.items.length });
  if (read.length !== sheet.items.length) throw refused('/answers', 'campaigns-sheet.bad-length', { n: read.length, needed: sheet.items.length });
  const chosen: (string | undefined)[] = [];
  for (const [index, options] of (await listOptions(ctx, sheet)).entries()) {
    const at = read[index] ?? null;
    const option = at === null ? undefined : options[at];
    if (at !== null && option === undefined) throw refused('/answers', 'campaigns-sheet.no-option', { n: index + 1 });
    chosen.push(option);
  }
  return { chosen, keyed: read.map((at) => (at === null ? '-' : LETTERS[at])).join('') };
}

/** The options of each item of a sheet, in the order of its boxes. */
export async function listOptions(ctx: Ctx, { messageId, items }: Pick<Sheet, 'messageId' | 'items'>): Promise<string[][]> {
  const options: string[][] = [];
  for (const item of items) options.push(Object.keys(found(await findItem(ctx.db, { messageId, ...item }), 'campaigns-sheet.old').text.vi.options ?? {}));
  return options;
}
