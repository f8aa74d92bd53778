import { exportRoster } from '#modules/campaigns/index.ts';
import { load } from '#web/load.ts';
import { csvFile } from '../../../csv.ts';
import { narrowed } from '../narrowed.ts';
import type { RequestHandler } from './$types';

/** The people of a campaign in my units as a CSV file, after a purpose was given. */
export const GET: RequestHandler = async (event) => {
  const { t } = event.locals;
  const { people } = await load(event, exportRoster, { id: event.params.id, ...narrowed(event.url) });
  const lines = people.map((line) => ({
    ...line,
    reason: t(`campaigns-board.reason-${line.reason}`),
    later: line.later ? t('campaigns-board.yes') : '',
    state: t(`campaigns.state-${line.state}`),
    channel: line.channel === null ? '' : t(`campaigns.channel-${line.channel}`),
    understood: line.understood.map(({ title, version, day }) => `${title} (${version}, ${day})`).join('; '),
  }));
  const headings = {
    staffCode: t('campaigns-kiosk.staff-code'),
    name: t('campaigns-contact.name'),
    unit: t('campaigns-board.unit'),
    reason: t('campaigns-board.why-on'),
    registerDay: t('campaigns-wizard.register-day'),
    asksFrom: t('campaigns-board.asks-from'),
    later: t('campaigns-board.is-later'),
    state: t('campaigns.state'),
    channel: t('campaigns.channel'),
    reachedOn: t('campaigns-board.reached-on'),
    understood: t('campaigns-board.which-version'),
    endedOn: t('campaigns-board.line-ended-on'),
    excuse: t('campaigns-contact.reason'),
  };
  return csvFile('danh-sach-chien-dich.csv', headings, lines);
};
