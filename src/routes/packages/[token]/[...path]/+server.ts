import { sendPackageFile } from '#web/package.ts';
import type { RequestHandler } from './$types';

/** A file of an open package, for the sandboxed frame: its address is all that is asked. */
const answer: RequestHandler = (event) => sendPackageFile(event, event.params.token, event.params.path);

export const GET = answer;
export const HEAD = answer;
export const POST = answer;
export const OPTIONS = answer;
