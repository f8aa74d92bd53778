import { MOST_UNITS, readComparison } from '#web/compare.ts';
import type { PageServerLoad } from './$types';

/** Units side by side for one indicator. */
export const load: PageServerLoad = async (event) => ({ ...(await readComparison(event)), most: MOST_UNITS });
