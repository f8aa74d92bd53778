import { keepState } from '#modules/learning/index.ts';
import { answerJson } from '#web/json.ts';
import type { RequestHandler } from './$types';

/** What a part reports. */
export const POST: RequestHandler = (event) => answerJson(event, keepState, { id: event.params.session });
