import { parseDay } from '#base/day/index.ts';
import type { InputError } from '#base/problem/index.ts';
import type { Formula, Indicator, Part } from '#modules/programme/index.ts';

/** Sets that can be added up above or below the line on the page. */
export const PLACES = [1, 2, 3, 4] as const;

/** The answers of the form as texts, by field; what was not answered is missing or empty. */
export type Typed = Readonly<Record<string, string>>;

/** The answers in a form. */
export function readTyped(form: FormData): Typed {
  return Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' && !name.startsWith('_') ? [[name, value.trim()]] : [])));
}

/** The answers as the input of `programme.define-indicator`, still unchecked; `ownerId` is the unit that the typed owner means. */
export function inputOf(typed: Typed, ownerId: string | undefined): Record<string, unknown> {
  const texts = [
    'key',
    'nameVi',
    'nameEn',
    'definitionVi',
    'definitionEn',
    'measure',
    'unitVi',
    'unitEn',
    'direction',
    'periodicity',
    'source',
    'qualityVi',
    'qualityEn',
    'reason',
  ];
  const days = ['from', 'reportingFrom'];
  const numbers = ['decimals', 'termWorkingDays', 'basedOn'];
  const given = (names: string[], read: (text: string) => unknown) => names.flatMap((name) => (typed[name] ? [[name, read(typed[name])]] : []));
  return {
    ...Object.fromEntries([...given(texts, (text) => text), ...given(days, (text) => parseDay(text) ?? text), ...given(numbers, numberOf)]),
    ...(ownerId === undefined ? {} : { ownerId }),
    reporters: (typed['reporters'] ?? '').split(' ').filter(Boolean),
    verified: typed['verified'] === 'yes',
    formula: formulaOf(typed),
  };
}

/** A number as people type it, with a comma; the text when it is none, so that the check tells. */
function numberOf(text: string): number | string {
  const number = Number(text.replace(',', '.'));
  return text === '' || Number.isNaN(number) ? text : number;
}

function formulaOf(typed: Typed): unknown {
  if (typed['kind'] === 'reported') return { kind: 'reported' };
  const more = { factor: numberOf(typed['factor'] || '1'), ...(typed['over'] ? { over: typed['over'] } : {}) };
  if (typed['kind'] === 'sum') return { kind: 'sum', parts: partsOf(typed, 'above'), ...more };
  return { kind: 'ratio', numerator: partsOf(typed, 'above'), denominator: partsOf(typed, 'below'), ...more };
}

function partsOf(typed: Typed, where: 'above' | 'below'): Part[] {
  const take = typed[`${where}Take`] === 'weight' ? { take: 'weight' as const } : {};
  return PLACES.flatMap((n) => {
    const [set = '', slice = ''] = (typed[`${where}${n}`] ?? '').split('|');
    return set === '' ? [] : [{ set, ...(slice === '' ? {} : { slice }), ...take }];
  });
}

/** What cannot even be sent: no way of computing chosen, or nothing to count. */
export function missingIn(typed: Typed): InputError[] {
  if (!typed['kind']) return [{ at: '/kind', code: 'operation.input.required' }];
  if (typed['kind'] === 'reported') return [];
  const above = partsOf(typed, 'above').length === 0 ? [{ at: '/above1', code: 'indicators.parts-missing' }] : [];
  const below = typed['kind'] === 'ratio' && partsOf(typed, 'below').length === 0 ? [{ at: '/below1', code: 'indicators.parts-missing' }] : [];
  return [...above, ...below];
}

/** The places of a problem as the form names its fields, each once: `/formula/denominator/1` is `below2`. */
export function placesInForm(errors: readonly InputError[]): InputError[] {
  const found = new Map<string, InputError>();
  for (const error of errors) {
    const [, first = '', part = '', index = '0'] = error.at.split('/');
    const side = part === 'denominator' ? 'below' : 'above';
    const name = first === 'ownerId' ? 'owner' : first !== 'formula' ? first : part === 'factor' || part === 'over' ? part : `${side}${Number(index) + 1}`;
    if (!found.has(name)) found.set(name, { ...error, at: `/${name}` });
  }
  return [...found.values()];
}

/** The answers that an indicator as it stands would give; `dayText` writes a day as people type it. */
export function typedOf(indicator: Indicator, today: string, dayText: (day: string) => string): Typed {
  const { formula } = indicator;
  return {
    key: indicator.key,
    basedOn: String(indicator.number),
    from: dayText(today),
    nameVi: indicator.nameVi,
    nameEn: indicator.nameEn === indicator.nameVi ? '' : indicator.nameEn,
    definitionVi: indicator.definitionVi,
    definitionEn: indicator.definitionEn === indicator.definitionVi ? '' : indicator.definitionEn,
    measure: indicator.measure,
    unitVi: indicator.unitVi,
    unitEn: indicator.unitEn === indicator.unitVi ? '' : indicator.unitEn,
    decimals: String(indicator.decimals),
    direction: indicator.direction,
    owner: indicator.owner.nameVi,
    reporters: indicator.reporters.join(' '),
    reportingFrom: dayText(indicator.reportingFrom),
    periodicity: indicator.periodicity,
    termWorkingDays: String(indicator.termWorkingDays),
    source: indicator.source,
    qualityVi: indicator.qualityVi,
    qualityEn: indicator.qualityEn === indicator.qualityVi ? '' : indicator.qualityEn,
    verified: indicator.verified ? 'yes' : '',
    ...typedFormula(formula),
  };
}

function typedFormula(formula: Formula): Typed {
  if (formula.kind === 'reported') return { kind: 'reported' };
  const [above, below] = formula.kind === 'sum' ? [formula.parts, []] : [formula.numerator, formula.denominator];
  const side = (where: 'above' | 'below', parts: readonly Part[]) => [
    ...parts.map(({ set, slice }, index) => [`${where}${index + 1}`, slice === undefined ? set : `${set}|${slice}`]),
    [`${where}Take`, parts.some(({ take }) => take === 'weight') ? 'weight' : 'size'],
  ];
  return { kind: formula.kind, factor: String(formula.factor), over: formula.over ?? '', ...Object.fromEntries([...side('above', above), ...side('below', below)]) };
}
