import { redirect } from '@sveltejs/kit';
import { isId } from '#base/id/index.ts';
import { Problem, type InputError } from '#base/problem/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { COURSE_PURPOSE, importStoredCourse, PACKAGE_MOST } from '#modules/learning/index.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { brokeOff, receiveFile } from '#web/upload.ts';
import { reasonOf, refusedAddress } from '../refused.ts';
import type { RequestHandler } from './$types';

/** Takes a course in one file as it comes, without holding it, and has it taken in. Who may not is told before the first byte is read. */
export const POST: RequestHandler = async (event) => {
  mayOrErrorPage(event, 'learning.author');
  const { ctx } = event.locals;
  let unitId = '';
  const back = (why: string | InputError): never => redirect(303, refusedAddress(why, unitId));
  try {
    const answer = await receiveFile(event.request, async ({ name, bytes, fields }) => {
      unitId = fields.get('unitId') ?? '';
      if (!isId(unitId)) return back('unit');
      const document = await keepDocument(ctx, { name, bytes, purpose: COURSE_PURPOSE, mediaType: 'application/zip', maxBytes: PACKAGE_MOST.bytes, retainUntil: ctx.today });
      const requestId = fields.get('_request') || ctx.requestId;
      return perform(importStoredCourse, { ...ctx, requestId }, { unitId, documentId: document.id });
    });
    return answer === undefined ? back('needed') : redirect(303, `/learning/authoring/${answer.course}`);
  } catch (problem) {
    if (brokeOff(problem)) return back('broken');
    if (!(problem instanceof Problem)) throw problem;
    return back(reasonOf(problem));
  }
};
