import { isId } from '#base/id/index.ts';
import { readBoard } from '#modules/campaigns/index.ts';
import { load } from '#web/load.ts';
import { csvFile } from '../../../csv.ts';
import type { RequestHandler } from './$types';

/** The board by unit as a CSV file; what is hidden on the board stays empty. No person is in it. */
export const GET: RequestHandler = async (event) => {
  const asked = event.url.searchParams.get('unit');
  const { units } = await load(event, readBoard, { id: event.params.id, ...(asked !== null && isId(asked) ? { unitId: asked } : {}) });
  const { t } = event.locals;
  const headings = { unit: t('campaigns-board.unit'), asked: t('campaigns-board.asked'), understood: t('campaigns.state-understood'), needsHelp: t('campaigns.state-needs-help') };
  const vietnamese = event.locals.ctx.locale === 'vi';
  return csvFile(
    'theo-don-vi.csv',
    headings,
    units.map(({ nameVi, nameEn, ...unit }) => ({ ...unit, unit: vietnamese ? nameVi : nameEn })),
  );
};
