import { error } from '@sveltejs/kit';
import { printLetters } from '#modules/campaigns/index.ts';
import { load } from '#web/load.ts';
import { unitsWith } from '../../../../learning/units.ts';
import type { RequestHandler } from './$types';

/** The letters of a unit for printing. */
export const GET: RequestHandler = async (event) => {
  const { unit } = await unitsWith(event, 'campaigns.help-unit');
  if (unit === undefined) error(404, { message: event.locals.t('campaigns-letter.none') });
  const { pdf } = await load(event, printLetters, { unitId: unit.id });
  return new Response(Buffer.from(pdf, 'base64'), {
    headers: { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="thu-giay.pdf"', 'cache-control': 'private, no-store' },
  });
};
