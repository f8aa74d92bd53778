import { launchUnit } from '#modules/learning/index.ts';
import { answerJson } from '#web/json.ts';
import type { RequestHandler } from './$types';

/** The launch of a unit. */
export const POST: RequestHandler = (event) => answerJson(event, launchUnit, { id: event.params.session });
