import { inTransaction } from '#base/db/index.ts';
import { every } from '#kernel/job/index.ts';
import type { AnyOperation } from '#kernel/operation/index.ts';
import { loadIndicators } from './catalogue.ts';
import { defineIndicator, previewIndicator, retireIndicator } from './edit.ts';
import { exportIndicator, exportIndicators } from './export.ts';
import { loadIndicatorsOperation, readChildrenOfIndicator, readGridOfIndicator, readIndicator, readTrendOfIndicator, searchIndicators } from './operations.ts';
import { hasUnits } from './store.ts';

export { getIndicator, listIndicators, loadIndicators } from './catalogue.ts';
export { readIndicatorChildren, readIndicatorGrid, readIndicatorTrend, readIndicatorValues, type TrendQuestion } from './read.ts';
export type { Ask, Child, Formula, GridRow, Indicator, IndicatorValue, Part, Periodicity, Point, Reading, ValueState } from './model.ts';
export { endedPeriods } from './rules.ts';
export { MEASURES, indicatorFacts } from './model.ts';
export { defineIndicator, previewIndicator, retireIndicator } from './edit.ts';
export { exportIndicator, exportIndicators } from './export.ts';
export { loadIndicatorsOperation, readChildrenOfIndicator, readIndicator, readTrendOfIndicator, searchIndicators } from './operations.ts';

/** The operations of the catalogue. */
export const indicatorOperations: AnyOperation[] = [
  searchIndicators,
  readIndicator,
  readTrendOfIndicator,
  readChildrenOfIndicator,
  readGridOfIndicator,
  previewIndicator,
  defineIndicator,
  retireIndicator,
  loadIndicatorsOperation,
  exportIndicators,
  exportIndicator,
];

/** Enters what the content says soon after the start, and when content changed under a running program. */
export const loadTask = every(3600, 'programme.load-indicators', async (ctx) => {
  if (await hasUnits(ctx.db)) await inTransaction(ctx.db, (db) => loadIndicators({ ...ctx, db }));
});
