import { fail, redirect } from '@sveltejs/kit';
import { Problem } from '#base/problem/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { answerQuestion, FIELD, type Answer } from '#modules/skills/index.ts';

/** Sends the answer of a form; goes on to the next question, or shows the same one again with what is still open. */
export async function sendAnswer(ctx: Ctx, id: string, form: FormData, mode: string) {
  const text = (name: string): string => String(form.get(name) ?? '');
  const input = { id, number: Number(text('number')), item: text('item'), answer: answerIn(form), skip: form.has('skip') };
  try {
    const { number } = await perform(answerQuestion, { ...ctx, requestId: `${text('_request')}${input.skip ? '-skip' : ''}` }, input);
    redirect(303, mode === 'practice' ? `/skills/sittings/${id}?after=${number}` : `/skills/sittings/${id}`);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    const open = problem.errors.map(({ at, code }) => ({ control: at.split('/')[2] ?? '', why: code.endsWith('twice') ? ('twice' as const) : ('empty' as const) }));
    return fail(problem.status, { refused: { code: problem.code, values: problem.values, open, answer: input.answer, number: input.number } });
  }
}

/** The controls of an item’s form that are filled in; what is not a control of the item is left out by the operation. */
function answerIn(form: FormData): Answer {
  const names = [...new Set(form.keys())].filter((name) => name.startsWith(FIELD));
  const filled = names.map((name): [string, string[]] => [
    name.slice(FIELD.length),
    form
      .getAll(name)
      .flatMap((value) => (typeof value === 'string' ? [value.trim().slice(0, 500)] : []))
      .filter((value) => value !== '')
      .slice(0, 20),
  ]);
  return Object.fromEntries(filled.filter(([, values]) => values.length > 0));
}
