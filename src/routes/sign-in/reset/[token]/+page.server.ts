import { choosePassword, readLink } from '#web/choose-password.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => readLink(event, 'reset', event.params.token);

export const actions = choosePassword('reset');
