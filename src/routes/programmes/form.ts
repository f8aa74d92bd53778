import { dayFrom, rowsOf, textOf, type FieldOf } from '#web/answers.ts';

/** Rows for documents and for goals. */
export const BASES = 8;
export const GOALS = 8;

const BASIS_FIELDS = ['number', 'titleVi', 'titleEn', 'day', 'issuer', 'source', 'verified'];

/** The input of the operations that add and change a programme, and where its faults stand on the form. */
export function planInput(form: FormData): { input: Record<string, unknown>; fieldOf: FieldOf } {
  const bases = rowsOf(form, 'b', BASIS_FIELDS, BASES).filter(({ values }) => BASIS_FIELDS.some((field) => field !== 'verified' && values[field] !== ''));
  const goals = rowsOf(form, 'g', ['key', 'titleVi', 'titleEn'], GOALS).filter(({ values }) => values['titleVi'] !== '' || values['titleEn'] !== '');
  const input = {
    titleVi: textOf(form, 'titleVi'),
    titleEn: textOf(form, 'titleEn') || textOf(form, 'titleVi'),
    aboutVi: textOf(form, 'aboutVi'),
    aboutEn: textOf(form, 'aboutEn'),
    unitId: textOf(form, 'unitId'),
    starts: dayFrom(textOf(form, 'starts')),
    ends: dayFrom(textOf(form, 'ends')),
    bases: bases.map(({ values }) => ({
      number: values['number'] ?? '',
      titleVi: values['titleVi'] ?? '',
      titleEn: values['titleEn'] || (values['titleVi'] ?? ''),
      day: values['day'] === '' ? null : dayFrom(values['day'] ?? ''),
      issuer: values['issuer'] ?? '',
      source: values['source'] ?? '',
      verified: values['verified'] === 'yes',
    })),
    goals: goals.map(({ row, values }) => ({ key: values['key'] || `goal-${row + 1}`, titleVi: values['titleVi'] ?? '', titleEn: values['titleEn'] || (values['titleVi'] ?? '') })),
  };
  const fieldOf: FieldOf = (at) => {
    const [, first = '', second = '', third] = at.split('/');
    if (first === 'bases') return `b${bases[Number(second)]?.row ?? 0}-${third ?? 'day'}`;
    return first === 'goals' ? `g${goals[Number(second)]?.row ?? 0}-${third === 'key' || third === undefined ? 'titleVi' : third}` : undefined;
  };
  return { input, fieldOf };
}
