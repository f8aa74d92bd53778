import { compareUnits, listIndexes } from '#modules/programme/index.ts';
import { isId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { load as run } from '#web/load.ts';
import { yearOf } from '#web/scores.ts';
import type { PageServerLoad } from './$types';

/** Two to five units side by side; what was chosen wrongly is told on the page, with the way back. */
export const load: PageServerLoad = async (event) => {
  const indexes = await run(event, listIndexes, {});
  const asked = event.url.searchParams.get('index') ?? '';
  const index = indexes.find(({ key }) => key === asked) ?? indexes[0];
  const key = index?.key ?? '';
  const { year } = await yearOf(event, key);
  const unitIds = event.url.searchParams.getAll('unit').filter(isId);
  try {
    return { key, title: index?.title ?? '', year, comparison: await perform(compareUnits, event.locals.ctx, { index: key, year, unitIds }), problem: null };
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.errors.length === 0) throw problem;
    return { key, title: index?.title ?? '', year, comparison: null, problem: problem.errors[0]?.code ?? problem.code };
  }
};
