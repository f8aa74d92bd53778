import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { exportRanking, rankUnits } from '#modules/programme/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import { scoreTiles, sortLines, yearOf } from '#web/scores.ts';
import type { Actions, PageServerLoad } from './$types';

/** The ranking of the units by an index in a year. */
export const load: PageServerLoad = async (event) => {
  const { locale } = event.locals.ctx;
  const key = event.params.index;
  const { year, years } = await yearOf(event, key);
  const among = event.url.searchParams.get('among') ?? undefined;
  const ranking = await run(event, rankUnits, { index: key, year, ...(among === undefined ? {} : { among }) });
  const sort = event.url.searchParams.get('sort') ?? 'rank';
  const tiles = scoreTiles(ranking, locale, event.locals.t('scorecards.no-total'));
  return { ranking, years, among: among ?? ranking.classes[0] ?? '', sort, lines: sortLines(ranking.units, sort), tiles, requestId: newId() };
};

export const actions: Actions = {
  export: async (event) => {
    const { year } = await yearOf(event, event.params.index);
    const result = await submit(exportRanking, event.locals.ctx, await event.request.formData(), { index: event.params.index, year });
    if (!result.ok) return result.failure;
    redirect(303, `/documents/${result.output.documentId}`);
  },
};
