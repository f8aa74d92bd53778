import { answerXapi } from '#modules/learning/index.ts';
import type { RequestHandler } from './$types';

/** The learning record store: who asks is found from the request's own credential, never from a session. */
const answer: RequestHandler = ({ request, params, locals }) => answerXapi(locals.ctx, request, params.path);

export const GET = answer;
export const HEAD = answer;
export const POST = answer;
export const PUT = answer;
export const DELETE = answer;
export const OPTIONS = answer;
