import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { TSchema } from 'typebox';
import type { Operation } from '#kernel/operation/index.ts';
import { submit } from '#web/form.ts';

type Fixed = Record<string, unknown>;

/** An action of the page of a class, or (`under`) of one of its sessions: the form is carried out with the id of the address (or of the field `by`) and what `fixed` reads from it, then the page says so (`?done=`). */
export function act<I extends TSchema, O extends TSchema>(
  operation: Operation<I, O>,
  done: string,
  { under = '/learning/classes', page = '', by, fixed = () => ({}) }: { under?: string; page?: string; by?: string; fixed?: (form: FormData) => Fixed | Promise<Fixed> } = {},
) {
  return async ({ request, params, locals }: Pick<RequestEvent, 'request' | 'locals'> & { params: { id: string } }) => {
    const form = await request.formData();
    const answer = await submit(operation, locals.ctx, form, { ...(await fixed(form)), id: by === undefined ? params.id : form.get(by) });
    return answer.ok ? redirect(303, `${under}/${params.id}${page}?done=${done}`) : answer.failure;
  };
}
