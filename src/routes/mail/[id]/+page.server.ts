import { showHeld } from '#kernel/message/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => read(event, showHeld, { id: event.params.id });
