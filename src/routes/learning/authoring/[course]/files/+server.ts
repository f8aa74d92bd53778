import { redirect } from '@sveltejs/kit';
import { Problem } from '#base/problem/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { addStoredFile, FILE_PURPOSE, MOST_OF_COURSE } from '#modules/learning/index.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { brokeOff, receiveFile } from '#web/upload.ts';
import type { RequestHandler } from './$types';

/** Takes a file of a course as it comes, without holding it: a video may be large. Who may not is told before the first byte is read. */
export const POST: RequestHandler = async (event) => {
  mayOrErrorPage(event, 'learning.author');
  const { ctx } = event.locals;
  const { course } = event.params;
  const back = (how: string): never => redirect(303, `/learning/authoring/${course}?${how}#files`);
  try {
    const answer = await receiveFile(event.request, async ({ name, bytes }) => {
      const document = await keepDocument(ctx, { name, bytes, purpose: FILE_PURPOSE, maxBytes: MOST_OF_COURSE.streamedBytes, retainUntil: ctx.today });
      return perform(addStoredFile, ctx, { course, documentId: document.id });
    });
    return back(answer === undefined ? 'refused=needed' : 'did=file');
  } catch (problem) {
    if (brokeOff(problem)) return back('refused=broken');
    if (!(problem instanceof Problem)) throw problem;
    if (problem.code === 'document.too-large') return back('refused=large');
    if (problem.code === 'document.empty') return back('refused=needed');
    if (problem.code === 'document.kind-not-accepted') return back('refused=kind');
    return back(problem.kind === 'conflict' ? 'refused=closed' : 'refused=forbidden');
  }
};
