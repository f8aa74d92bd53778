import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { readingOf } from '#base/text/readability.ts';
import { moveItem, publicItem, readItem, reviewItem } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** An item with its history; the version of the address, else the newest, as learners see it and with its key. */
export const load: PageServerLoad = async (event) => {
  const view = await read(event, readItem, { id: event.params.id });
  const asked = Number(event.url.searchParams.get('version'));
  const version = view.versions.find((one) => one.version === asked) ?? view.versions[0];
  const words = version?.item.text.vi;
  return {
    ...view,
    version,
    shown: version && { vi: publicItem(version.item, 'vi'), en: version.item.text.en === undefined ? null : publicItem(version.item, 'en') },
    reading: words && readingOf([words.situation ?? '', words.prompt].join('\n')),
    done: event.url.searchParams.get('done') ?? '',
    requestId: newId(),
  };
};

const back = (id: string, version: FormDataEntryValue | null): never => redirect(303, `/skills/bank/${id}?version=${Number(version)}&done=yes`);

export const actions: Actions = {
  review: async ({ request, locals, params }) => {
    const form = await request.formData();
    const answer = await submit(reviewItem, locals.ctx, form, { id: params.id });
    return answer.ok ? back(params.id, form.get('version')) : answer.failure;
  },
  move: async ({ request, locals, params }) => {
    const form = await request.formData();
    const answer = await submit(moveItem, locals.ctx, form, { id: params.id });
    return answer.ok ? back(params.id, form.get('version')) : answer.failure;
  },
};
