import { listConsenting } from '#modules/learning/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** Who lets the learning record go along. */
export const load: PageServerLoad = async (event) => ({ consents: await read(event, listConsenting, {}) });
