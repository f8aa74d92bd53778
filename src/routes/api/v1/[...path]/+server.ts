import { apiOf } from '#web/api.ts';
import { operations } from '#program/index.ts';
import type { RequestHandler } from './$types';

const api = apiOf(operations);
const answer: RequestHandler = ({ request, params, locals }) => api(request, `/${params.path}`, locals.ctx, locals.t);

export const GET = answer;
export const POST = answer;
export const PUT = answer;
export const DELETE = answer;
