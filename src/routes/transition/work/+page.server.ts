import { byName } from '#base/text/index.ts';
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import type { AnyOperation } from '#kernel/operation/index.ts';
import { knownCommunes, offerMentoring, readOwnWork, stateWishes } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { load as run, signedIn } from '#web/load.ts';
import { passed } from './passed.ts';
import type { Actions, PageServerLoad } from './$types';

/** What is open to whoever looks, the wishes, and going along with others. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { locale } = event.locals.ctx;
  const communes = [...knownCommunes().values()].map(({ code, nameVi, nameEn }) => ({ value: code, label: locale === 'vi' ? nameVi : nameEn }));
  return {
    ...(await run(event, readOwnWork, { from: passed(event.url) })),
    communes: communes.toSorted((a, b) => byName(a.label, b.label)),
    done: event.url.searchParams.has('done'),
    requestId: newId(),
  };
};

async function act({ locals, request }: Pick<RequestEvent, 'locals' | 'request'>, op: AnyOperation, more: (form: FormData) => object) {
  const form = await request.formData();
  const result = await submit(op, locals.ctx, form, { ...more(form) });
  if (!result.ok) return result.failure;
  redirect(303, '/transition/work?done');
}

export const actions: Actions = {
  wishes: (event) => act(event, stateWishes, (form) => ({ outside: form.getAll('agree').includes('outside'), useResults: form.getAll('agree').includes('results') })),
  mentoring: (event) => act(event, offerMentoring, (form) => ({ stop: form.get('act') === 'stop' })),
};
