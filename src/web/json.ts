import type { RequestEvent } from '@sveltejs/kit';
import type { TSchema } from 'typebox';
import { Problem } from '#base/problem/index.ts';
import { perform, type Operation } from '#kernel/operation/index.ts';

/** Carries out an operation for a script of one of our own pages: a JSON object as input, `fixed` values winning over it; answers its output, or the problem with its sentence. */
export async function answerJson<I extends TSchema, O extends TSchema>(
  { request, locals }: Pick<RequestEvent, 'request' | 'locals'>,
  op: Operation<I, O>,
  fixed: Record<string, unknown>,
): Promise<Response> {
  try {
    const given: unknown = await request.json().catch(() => undefined);
    if (typeof given !== 'object' || given === null) throw new Problem('invalid', 'operation.input-invalid');
    return Response.json(await perform(op, locals.ctx, { ...given, ...fixed }));
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return Response.json({ code: problem.code, message: locals.t(problem.code, problem.values) }, { status: problem.status });
  }
}
