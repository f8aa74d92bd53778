import { visitOf } from '#web/session.ts';
import type { RequestHandler } from './$types';

/** Passkey ceremonies and the way back from the single sign-on. */
const answer: RequestHandler = (event) => event.locals.ctx.services.accounts.handler(event.request, visitOf(event));

export const GET = answer;
export const POST = answer;
