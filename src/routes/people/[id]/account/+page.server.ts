import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { closeAccount, inviteByAdministrator, openAccount, removeSecondStep, showAccount } from '#kernel/account/index.ts';
import { readPerson } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The account of one person, for the administrator. */
export const load: PageServerLoad = async (event) => {
  const { person } = await read(event, readPerson, { id: event.params.id });
  const account = await read(event, showAccount, { personId: event.params.id });
  return { ...account, id: person.id, name: person.name, mail: person.email, done: event.url.searchParams.get('done') ?? '', requestId: newId() };
};

const act =
  (op: typeof closeAccount | typeof inviteByAdministrator, done: string): Actions[string] =>
  async ({ request, locals, params }) => {
    const result = await submit(op, locals.ctx, await request.formData(), { personId: params['id'] });
    if (!result.ok) return result.failure;
    redirect(303, `/people/${params['id']}/account?done=${'mailed' in result.output && !result.output.mailed ? 'held' : done}`);
  };

export const actions: Actions = {
  invite: act(inviteByAdministrator, 'invited'),
  close: act(closeAccount, 'closed'),
  open: act(openAccount, 'opened'),
  second: act(removeSecondStep, 'second'),
};
