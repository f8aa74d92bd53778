import { isId } from '#base/id/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { listCampaigns, readBoard } from '#modules/campaigns/index.ts';
import { tilesOf } from '#web/city.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** A campaign live: numbers, units, map of the communes when all of it is shown. */
export const load: PageServerLoad = async (event) => {
  const asked = event.url.searchParams.get('unit');
  const board = await read(event, readBoard, { id: event.params.id, ...(asked !== null && isId(asked) ? { unitId: asked } : {}) });
  const { locals } = event;
  const whole = (await read(event, listCampaigns, {})).some((campaign) => campaign.id === event.params.id && campaign.whole);
  const values = board.units.map(({ unitId, asked: all, understood }) => {
    const known = all !== null && understood !== null && all > 0;
    return [unitId, { value: known ? (understood / all) * 100 : null, text: known ? `${Math.round((understood / all) * 100)} %` : locals.t('figures.hidden') }] as const;
  });
  const map = tilesOf(event, new Map(values), locals.ctx.today, true);
  const shown = map.tiles.some(({ step }) => step !== null);
  return { id: event.params.id, whole, asked, board, map: shown ? map : null, mayExport: mayAnywhere(locals.ctx.actor, 'campaigns.help-unit') };
};
