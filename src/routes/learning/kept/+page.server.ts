import { signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The lessons kept on this device; the device itself fills the list. */
export const load: PageServerLoad = (event) => ({ person: signedIn(event) });
