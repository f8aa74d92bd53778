import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { TSchema } from 'typebox';
import type { Operation } from '#kernel/operation/index.ts';
import { submit } from '#web/form.ts';

/** A number typed with a decimal comma or point, by the name of its field; nothing when it is none. */
export function decimalIn(form: FormData, name: string): Record<string, number> {
  const typed = String(form.get(name) ?? '').trim();
  return /^\d+([.,]\d+)?$/.test(typed) ? { [name]: Number(typed.replace(',', '.')) } : {};
}

type Acting = Pick<RequestEvent, 'request' | 'params' | 'locals'> & { url: { pathname: string } };

/**
 * A form action that carries out an operation and goes back to the page with what was done. `fixed` is what the button says; the id is that of the address, or of the
 * field named.
 */
export const act =
  <I extends TSchema, O extends TSchema>(operation: Operation<I, O>, done: string, fixed: (form: FormData) => Record<string, unknown> = () => ({}), idField?: string) =>
  async ({ request, params, locals, url }: Acting) => {
    const form = await request.formData();
    const id = idField === undefined ? params['id'] : form.get(idField);
    const answer = await submit(operation, locals.ctx, form, { ...(id === undefined ? {} : { id }), ...fixed(form) });
    return answer.ok ? redirect(303, `${url.pathname}?done=${done}`) : answer.failure;
  };
