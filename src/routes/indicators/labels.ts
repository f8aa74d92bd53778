import type { Translate } from '#base/text/catalogue.ts';
import { PLACES } from './entry.ts';

/** The labels of the form by field, for the form itself, its error summary and the page that checks. */
export function labelsOf(t: Translate): Record<string, string> {
  const places = (where: 'above' | 'below') => PLACES.map((n) => [`${where}${n}`, t(where === 'above' ? 'indicators.above-n' : 'indicators.below-n', { n })]);
  return {
    nameVi: t('indicators.name-vi'),
    nameEn: t('indicators.name-en'),
    definitionVi: t('indicators.definition-vi'),
    definitionEn: t('indicators.definition-en'),
    kind: t('indicators.formula'),
    ...Object.fromEntries([...places('above'), ...places('below')]),
    aboveTake: t('indicators.above-take'),
    belowTake: t('indicators.below-take'),
    factor: t('indicators.factor'),
    over: t('indicators.over'),
    measure: t('indicators.measure'),
    unitVi: t('indicators.unit-vi'),
    unitEn: t('indicators.unit-en'),
    decimals: t('indicators.decimals'),
    direction: t('indicators.direction'),
    owner: t('indicators.col-owner'),
    periodicity: t('indicators.periodicity'),
    reporters: t('indicators.reporters'),
    termWorkingDays: t('indicators.term'),
    reportingFrom: t('indicators.reporting-from'),
    source: t('programme.source'),
    qualityVi: t('indicators.quality'),
    qualityEn: t('indicators.quality-en'),
    verified: t('programme.checked'),
    from: t('indicators.valid-from'),
    reason: t('indicators.reason'),
  };
}
