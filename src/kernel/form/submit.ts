import { FOREVER, type Day } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { retainDocuments } from '#kernel/document/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import type { Answers, Form } from './model.ts';
import { hashOf, kindOf, textsOf } from './shown.ts';
import { addAnswers, findDraft, listOwnFiles, removeDraft } from './store.ts';
import { errors, prune } from './walk.ts';

/** What a module gets to work with: the id under which the answers are kept, and the answers, pruned and without fault. */
export type Submitted = { id: string; answers: Answers };

/**
 * Submits the asker's draft within the operation of a module, which decides who may do so and what follows: answers, texts and what the module does
 * with them stand or fall together. Throws `missing` without a draft and `invalid` with every place that is still wrong.
 */
export async function submitDraft(ctx: Ctx, form: Form, { about = '', retainUntil = FOREVER }: { about?: string; retainUntil?: Day } = {}): Promise<Submitted> {
  const personId = personOf(ctx.actor);
  if (personId === undefined) throw new Problem('forbidden', 'operation.sign-in-first');
  const key = { form: form.name, personId, about };
  const draft = await findDraft(ctx.db, key, ctx.today, true);
  if (draft === undefined) throw new Problem('missing', 'form.no-draft');
  const submitted = await submitAnswers(ctx, form, draft.answers, retainUntil);
  await removeDraft(ctx.db, key);
  return submitted;
}

/** The same with answers that come without a draft, from a program. */
export async function submitAnswers(ctx: Ctx, form: Form, given: Answers, retainUntil: Day = FOREVER): Promise<Submitted> {
  const wrong = errors(form, given);
  if (wrong.length > 0) throw new Problem('invalid', 'form.incomplete', {}, wrong);
  const answers = prune(form, given);
  await mustBeOwnFiles(ctx, form, answers);
  const texts = textsOf(form, ctx.locale);
  const id = newId();
  await addAnswers(ctx.db, form, { id, answers, texts, hash: hashOf(texts), locale: ctx.locale, by: personOf(ctx.actor) ?? null, at: ctx.now });
  await retainDocuments(ctx.db, [...filesIn(form, answers).values()], retainUntil);
  return { id, answers };
}

/** The documents among the answers, by the name of their question. */
export function filesIn(form: Form, answers: Answers): Map<string, string> {
  const fields = form.pages.flatMap((page) => page.fields).filter((field) => kindOf(field) === 'file');
  return new Map(
    fields.flatMap(({ name }): [string, string][] => {
      const id = answers[name];
      return typeof id === 'string' ? [[name, id]] : [];
    }),
  );
}

/** Throws `invalid` when an answer names a file that the asker did not put into a form: naming one must not open it. */
export async function mustBeOwnFiles(ctx: Ctx, form: Form, answers: Answers): Promise<void> {
  const files = filesIn(form, answers);
  const personId = personOf(ctx.actor);
  const own = personId === undefined ? [] : await listOwnFiles(ctx.db, [...files.values()], personId);
  const foreign = [...files].filter(([, id]) => !own.includes(id)).map(([name]) => ({ at: `/${name}`, code: 'form.foreign-file' }));
  if (foreign.length > 0) throw new Problem('invalid', 'form.foreign-file', {}, foreign);
}
