import { listPackages, PACKAGE_LIMITS } from '#modules/learning/index.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../units.ts';
import type { PageServerLoad } from './$types';

/** The packages of my units, and the form that puts one in. `?refused=`: why the last one was not taken. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'learning.author');
  const refused = event.url.searchParams.get('refused');
  const sentences: Record<string, string> = {
    none: 'learning-packages.choose-file',
    large: 'learning-packages.too-large',
    broken: 'learning-packages.broken-off',
    unit: 'learning-packages.choose-unit',
  };
  const { units, unit } = await unitsWith(event, 'learning.author');
  return {
    packages: await read(event, listPackages, {}),
    units,
    unit,
    bytes: PACKAGE_LIMITS.bytes,
    refused: refused === null ? undefined : (sentences[refused] ?? sentences['broken']),
  };
};
