export { getIndicator, listIndicators, loadIndicators } from './catalogue.ts';
export { readIndicatorChildren, readIndicatorGrid, readIndicatorTrend, readIndicatorValues, type TrendQuestion } from './read.ts';
export type { Ask, Child, GridRow, Indicator, IndicatorValue, Periodicity, Point, Reading, ValueState } from './model.ts';
