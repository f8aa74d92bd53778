import { redirect } from '@sveltejs/kit';
import { isId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { addPackage, PACKAGE_LIMITS, PACKAGE_PURPOSE } from '#modules/learning/index.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { brokeOff, receiveFile } from '#web/upload.ts';
import type { RequestHandler } from './$types';

const back = (why: string): never => redirect(303, `/learning/packages?refused=${why}#file`);

/** Takes a package as it comes, without holding it, and has it checked. Who may not is told before the first byte is read. */
export const POST: RequestHandler = async (event) => {
  mayOrErrorPage(event, 'learning.author');
  const { ctx } = event.locals;
  try {
    const answer = await receiveFile(event.request, async ({ name, bytes, fields }) => {
      const unitId = fields.get('unitId') ?? '';
      if (!isId(unitId)) return back('unit');
      const document = await keepDocument(ctx, { name, bytes, purpose: PACKAGE_PURPOSE, mediaType: 'application/zip', maxBytes: PACKAGE_LIMITS.bytes, retainUntil: ctx.today });
      return perform(addPackage, ctx, { unitId, documentId: document.id });
    });
    return answer === undefined ? back('none') : redirect(303, `/learning/packages/${answer.code}`);
  } catch (problem) {
    if (brokeOff(problem)) return back('broken');
    if (!(problem instanceof Problem)) throw problem;
    if (problem.code === 'document.too-large') return back('large');
    if (problem.code === 'document.empty') return back('none');
    return back(problem.kind === 'forbidden' ? 'unit' : 'broken');
  }
};
