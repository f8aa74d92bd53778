import { exportRoster } from '#modules/campaigns/index.ts';
import { load } from '#web/load.ts';
import { csvFile } from '../../../csv.ts';
import { narrowed } from '../narrowed.ts';
import type { RequestHandler } from './$types';

const COLUMNS = ['staffCode', 'name', 'unit', 'reason', 'registerDay', 'asksFrom', 'later', 'state', 'channel', 'reachedOn', 'understood', 'endedOn', 'excuse'] as const;

/** The people of a campaign in my units as a CSV file, after a purpose was given. */
export const GET: RequestHandler = async (event) => {
  const { people } = await load(event, exportRoster, { id: event.params.id, ...narrowed(event.url) });
  const lines = people.map((line) => ({ ...line, understood: line.understood.map(({ title, version, day }) => `${title} (${version}, ${day})`).join('; ') }));
  return csvFile('roster.csv', COLUMNS, lines);
};
