import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { TSchema } from 'typebox';
import type { Operation } from '#kernel/operation/index.ts';
import { submit } from '#web/form.ts';

type Acting = Pick<RequestEvent, 'request' | 'params' | 'locals'> & { url: { pathname: string } };

/**
 * A form action that carries out an operation and goes back to the page with what was done. `fixed` is what the button says; the id is that of the address, or of the
 * field named.
 */
export const act =
  <I extends TSchema, O extends TSchema>(operation: Operation<I, O>, done: string, fixed: Record<string, unknown> = {}, idField?: string) =>
  async ({ request, params, locals, url }: Acting) => {
    const form = await request.formData();
    const id = idField === undefined ? params['id'] : form.get(idField);
    const answer = await submit(operation, locals.ctx, form, { ...(id === undefined ? {} : { id }), ...fixed });
    return answer.ok ? redirect(303, `${url.pathname}?done=${done}`) : answer.failure;
  };
