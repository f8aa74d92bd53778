import { redirect, type RequestEvent } from '@sveltejs/kit';
import { Problem } from '#base/problem/index.ts';
import type { AnyOperation } from '#kernel/operation/index.ts';
import {
  addFile,
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
import { refuse, submit } from '#web/form.ts';
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

async function file({ request, locals, params }: Event) {
  const form = await request.formData();
  const sent = form.get('file');
  if (!(sent instanceof File) || sent.size === 0)
    return refuse(new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/file', code: 'learning-authoring.file-needed' }]), form);
  const content = Buffer.from(await sent.arrayBuffer()).toString('base64');
  const answer = await submit(addFile, locals.ctx, form, { course: params.course, name: sent.name.slice(-300), content });
  return answer.ok ? redirect(303, `/learning/authoring/${params.course}?did=file#files`) : answer.failure;
}

/** What can be done on the page of a course for its authors. */
export const draftActions = {
  save: act(saveOutline, 'saved', (form) => ({ fields: fieldsIn(form, COURSE_FIELDS) })),
  outline,
  file,
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
