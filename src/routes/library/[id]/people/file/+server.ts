import { exportKnowers } from '#modules/campaigns/index.ts';
import { load } from '#web/load.ts';
import { csvFile } from '../../../../campaigns/csv.ts';
import { versionIn } from '../version.ts';
import type { RequestHandler } from './$types';

/** Who in my units has understood which version, as a CSV file, after a purpose was given. */
export const GET: RequestHandler = async (event) => {
  const { t } = event.locals;
  const { people } = await load(event, exportKnowers, { id: event.params.id, ...versionIn(event.url) });
  const headings = {
    staffCode: t('campaigns-kiosk.staff-code'),
    name: t('campaigns-contact.name'),
    unit: t('campaigns-board.unit'),
    version: t('campaigns-library.version-understood'),
    day: t('campaigns-library.day-understood'),
    current: t('campaigns-library.is-current'),
  };
  return csvFile(
    'da-hieu-van-ban.csv',
    headings,
    people.map((line) => ({ ...line, current: line.current ? t('campaigns-board.yes') : t('campaigns-board.no') })),
  );
};
