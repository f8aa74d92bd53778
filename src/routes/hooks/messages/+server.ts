import { takeReceipts } from '#kernel/message/index.ts';
import { Problem } from '#base/problem/index.ts';
import { perform } from '#kernel/operation/index.ts';
import type { RequestHandler } from './$types';

/** Where the gateway tells what became of messages: a body signed in the headers, as our own calls are. */
export const POST: RequestHandler = async ({ request, locals }) => {
  const given = {
    seconds: Number.parseInt(request.headers.get('x-khue-timestamp') ?? '0', 10) || 0,
    signature: request.headers.get('x-khue-signature')?.slice(0, 128) ?? '',
    body: await request.text(),
  };
  try {
    return Response.json(await perform(takeReceipts, locals.ctx, given));
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return Response.json({ code: problem.code, detail: locals.t(problem.code, problem.values) }, { status: problem.status });
  }
};
