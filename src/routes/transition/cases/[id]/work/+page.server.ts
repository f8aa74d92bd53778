import { redirect, type RequestEvent } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { perform, type AnyOperation } from '#kernel/operation/index.ts';
import { assignMentor, notePayment, offerWork, planLearning, readOwnProgress, readWork } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import { placeOf } from '../../../under.ts';
import { passed } from '../../../work/passed.ts';
import { toolsOf } from './tools.ts';
import type { Actions, PageServerLoad } from './$types';

/** Work again, of one person: the person sees it as it is; whoever handles the case also searches and proposes. */
export const load: PageServerLoad = async (event) => {
  const { id } = event.params;
  const own = (await perform(readOwnProgress, event.locals.ctx, {})).find((one) => one.id === id);
  const work = own ?? (await run(event, readWork, { id }));
  const tools = own === undefined ? await toolsOf(event, id, passed(event.url)) : null;
  return { work, own: own !== undefined, menuEntry: placeOf(event.locals.ctx, own !== undefined), tools, requestId: newId(), done: event.url.searchParams.has('done') };
};

async function act({ locals, request, params: { id } }: Pick<RequestEvent, 'locals' | 'request'> & { params: { id: string } }, op: AnyOperation, more: (form: FormData) => object) {
  const form = await request.formData();
  const result = await submit(op, locals.ctx, form, { id, ...more(form) });
  if (!result.ok) return result.failure;
  redirect(303, `/transition/cases/${id}/work?done`);
}

/** The post or the job outside that was chosen in one list: `post:ID` or `job:ID`. */
function chosen(form: FormData): object {
  const [kind, value = ''] = String(form.get('which') ?? '').split(':');
  return value === '' ? {} : kind === 'job' ? { outsideId: value } : { postId: value };
}

export const actions: Actions = {
  learning: (event) => act(event, planLearning, () => ({})),
  offer: (event) => act(event, offerWork, chosen),
  mentor: (event) => act(event, assignMentor, () => ({})),
  payment: (event) => act(event, notePayment, () => ({})),
};
