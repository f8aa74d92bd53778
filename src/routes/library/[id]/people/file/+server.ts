import { exportKnowers } from '#modules/campaigns/index.ts';
import { load } from '#web/load.ts';
import { csvFile } from '../../../../campaigns/csv.ts';
import { versionIn } from '../version.ts';
import type { RequestHandler } from './$types';

/** Who in my units has understood which version, as a CSV file, after a purpose was given. */
export const GET: RequestHandler = async (event) => {
  const { people } = await load(event, exportKnowers, { id: event.params.id, ...versionIn(event.url) });
  return csvFile('understood.csv', ['staffCode', 'name', 'unit', 'version', 'day', 'current'], people);
};
