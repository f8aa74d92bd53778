import { fail, type ActionFailure } from '@sveltejs/kit';
import type { Ctx } from '#kernel/operation/index.ts';
import { saveMessage } from '#modules/campaigns/index.ts';
import { submit, type Refusal } from '#web/form.ts';
import { bodyFrom, fieldAt } from './message-form.ts';

/** Keeps a typed message as a draft; answers its id, or what is wrong at the fields where it is mended. */
export async function keepMessage(ctx: Ctx, form: FormData, id?: string): Promise<{ id: string } | ActionFailure<Refusal>> {
  const answer = await submit(saveMessage, ctx, form, { ...bodyFrom(form), ...(id === undefined ? {} : { id }) });
  if (answer.ok) return { id: answer.output.id };
  const { data, status } = answer.failure;
  const placed = data.errors.map((error) => ({ ...error, at: fieldAt(error.at) }));
  return fail(status, { ...data, errors: [...Map.groupBy(placed, ({ at }) => at).values()].flatMap((group) => group.slice(0, 1)) });
}
