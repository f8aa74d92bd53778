import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { AnyOperation } from '#kernel/operation/index.ts';
import {
  archiveCourse,
  changeOutline,
  copyCourse,
  COURSE_FIELDS,
  discardDraft,
  openDraft,
  publishDraft,
  returnDraft,
  saveOutline,
  submitDraft,
  withdrawDraft,
} from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { fieldsIn } from '../fields.ts';

type Event = Pick<RequestEvent, 'request' | 'locals'> & { params: { course: string } };

/** An act on the course of the page that leads back to it and says that it is done. */
function act(op: AnyOperation, did: string, more: (form: FormData) => Record<string, unknown> = () => ({})) {
  return async ({ request, locals, params }: Event) => {
    const form = await request.formData();
    const answer = await submit(op, locals.ctx, form, { course: params.course, ...more(form) });
    return answer.ok ? redirect(303, `/learning/authoring/${params.course}?did=${did}`) : answer.failure;
  };
}

async function discard({ request, locals, params }: Event) {
  const answer = await submit(discardDraft, locals.ctx, await request.formData(), { course: params.course });
  return answer.ok ? redirect(303, answer.output.left ? `/learning/authoring/${params.course}?did=discarded` : '/learning/authoring?discarded=yes') : answer.failure;
}

async function copy({ request, locals, params }: Event) {
  const answer = await submit(copyCourse, locals.ctx, await request.formData(), { course: params.course });
  return answer.ok ? redirect(303, `/learning/authoring/${answer.output.course}`) : answer.failure;
}

async function outline({ request, locals, params }: Event) {
  const answer = await submit(changeOutline, locals.ctx, await request.formData(), { course: params.course });
  if (!answer.ok) return answer.failure;
  const { lesson } = answer.output;
  redirect(303, lesson === null ? `/learning/authoring/${params.course}?did=outline#outline` : `/learning/authoring/${params.course}/${lesson}`);
}

/** What can be done on the page of a course for its authors. */
export const draftActions = {
  save: act(saveOutline, 'saved', (form) => ({ fields: fieldsIn(form, COURSE_FIELDS) })),
  outline,
  submit: act(submitDraft, 'submitted'),
  withdraw: act(withdrawDraft, 'withdrawn'),
  return: act(returnDraft, 'returned'),
  publish: act(publishDraft, 'published'),
  discard,
  open: act(openDraft, 'opened'),
  copy,
  archive: act(archiveCourse, 'archived', () => ({ archived: true })),
  restore: act(archiveCourse, 'restored', () => ({ archived: false })),
};
