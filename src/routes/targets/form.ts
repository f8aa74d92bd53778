import type { RequestEvent } from '@sveltejs/kit';
import { listIndicators, listPlans, listUnitsToChoose } from '#modules/programme/index.ts';
import { chosenOf, dayFrom, numberFrom, rowsOf, textOf, textOrNull, type FieldOf } from '#web/answers.ts';
import { load as run } from '#web/load.ts';

/** Rows for values on the way, and selects for units that work along. */
export const ROWS = 8;
export const CO_UNITS = 4;

/** What the form of a target offers to choose from. */
export async function choicesFor(event: Pick<RequestEvent, 'locals' | 'url'>) {
  const [{ plans }, units, indicators] = await Promise.all([run(event, listPlans, {}), run(event, listUnitsToChoose, {}), listIndicators(event.locals.ctx)]);
  const known = indicators.map(({ key, nameVi, nameEn, measure, unitVi, unitEn }) => ({ key, nameVi, nameEn, measure, unitVi, unitEn }));
  return { plans: plans.filter(({ retired }) => !retired), units, indicators: known };
}

/** The input of the operations that enter, change and preview a target, and where its faults stand on the form. */
export function targetInput(form: FormData): { input: Record<string, unknown>; fieldOf: FieldOf } {
  const rows = rowsOf(form, 'm', ['day', 'value'], ROWS);
  const [baselineDay, baselineValue] = [textOf(form, 'baselineDay'), textOf(form, 'baselineValue')];
  const input = {
    goal: textOrNull(form, 'goal'),
    indicator: textOf(form, 'indicator'),
    titleVi: textOf(form, 'titleVi'),
    titleEn: textOf(form, 'titleEn') || textOf(form, 'titleVi'),
    unitId: textOf(form, 'unitId'),
    direction: textOf(form, 'direction'),
    value: textOf(form, 'value') === '' ? null : numberFrom(textOf(form, 'value')),
    due: dayFrom(textOf(form, 'due')),
    baseline: baselineDay === '' && baselineValue === '' ? null : { day: dayFrom(baselineDay), value: numberFrom(baselineValue) },
    milestones: rows.map(({ values }) => ({ day: dayFrom(values['day'] ?? ''), value: numberFrom(values['value'] ?? '') })),
    personCode: textOrNull(form, 'personCode'),
    coUnits: chosenOf(form, 'coUnit', CO_UNITS),
    noteVi: textOf(form, 'noteVi'),
    noteEn: textOf(form, 'noteEn'),
    document: textOf(form, 'document'),
    source: textOf(form, 'source'),
    verified: textOf(form, 'verified') === 'yes',
  };
  const fieldOf: FieldOf = (at) => {
    const [, first = '', second = '', third] = at.split('/');
    if (first === 'milestones') return `m${rows[Number(second)]?.row ?? 0}-${third ?? 'day'}`;
    if (first === 'baseline') return second === 'value' || (second === '' && baselineDay !== '') ? 'baselineValue' : 'baselineDay';
    return first === 'coUnits' ? 'coUnit0' : undefined;
  };
  return { input, fieldOf };
}
