import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { TSchema } from 'typebox';
import type { Operation } from '#kernel/operation/index.ts';
import { submit } from '#web/form.ts';
import { lookedFor, looksFor, refusedWithPeople, type Finder } from './choice.ts';
import { peopleIn } from './codes.ts';

type Fixed = Record<string, unknown>;
/** A request for the page of one class or session. */
export type ActEvent = Omit<RequestEvent, 'params' | 'route'> & { params: { id: string } };

/** An action of the page of a class, or (`under`) of one of its sessions: the form is carried out with the id of the address (or of the field `by`) and what `fixed` reads from it, then the page says so (`?done=`). */
export function act<I extends TSchema, O extends TSchema>(
  operation: Operation<I, O>,
  done: string,
  { under = '/learning/classes', page = '', by, fixed = () => ({}) }: { under?: string; page?: string; by?: string; fixed?: (form: FormData) => Fixed | Promise<Fixed> } = {},
) {
  return async ({ request, params, locals }: ActEvent) => {
    const form = await request.formData();
    const answer = await submit(operation, locals.ctx, form, { ...(await fixed(form)), id: by === undefined ? params.id : form.get(by) });
    return answer.ok ? redirect(303, `${under}/${params.id}${page}?done=${done}`) : answer.failure;
  };
}

/** An action on the people of a class, chosen in the field `name`: the form may be sent to look for some first. */
export function actOnPeople<I extends TSchema, O extends TSchema>(operation: Operation<I, O>, done: string, name: string, finder: (event: ActEvent) => Finder) {
  return async (event: ActEvent) => {
    const form = await event.request.formData();
    if (looksFor(form, name)) return lookedFor(finder(event), form, name);
    const answer = await submit(operation, event.locals.ctx, form, { id: event.params.id, [name]: peopleIn(form, name) });
    return answer.ok ? redirect(303, `/learning/classes/${event.params.id}?done=${done}`) : refusedWithPeople(finder(event), form, name, answer.failure);
  };
}
