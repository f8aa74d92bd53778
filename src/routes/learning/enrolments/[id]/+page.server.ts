import { readEnrolment } from '#modules/learning/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** How far one person is with a course. */
export const load: PageServerLoad = async (event) => ({ one: await read(event, readEnrolment, { id: event.params.id }) });
