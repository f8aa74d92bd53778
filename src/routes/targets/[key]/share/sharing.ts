import { fail, type ActionFailure } from '@sveltejs/kit';
import { isId } from '#base/id/index.ts';
import type { Indicator } from '#modules/programme/index.ts';
import type { Refusal } from '#ui/refusal.ts';
import { numberFrom, textOf, type Checked } from '#web/answers.ts';

const STAFF = 'directory.staff-in-post';
const METHODS = ['equal', 'proportional', 'by-hand'] as const;

/** How a target is to be shared out, as the form says; a value that is no number stays as text, so that the schema refuses it. */
export function sharingFrom(form: FormData, key: string) {
  const method = METHODS.find((one) => one === textOf(form, 'method')) ?? 'equal';
  const units = form.getAll('units').filter((unit): unit is string => typeof unit === 'string' && isId(unit));
  const set = textOf(form, 'set');
  const values = units.flatMap((unitId) => {
    const typed = textOf(form, `value-${unitId}`);
    return typed === '' ? [] : [{ unitId, value: numberFrom(typed) }];
  });
  return { key, method, units, ...(set === '' ? {} : { set }), ...(method === 'by-hand' && values.length > 0 ? { values } : {}) };
}

/** The set by which shares of units are weighed: what the indicator divides by, for then their mean is the share of the whole; people in post for what is reported. */
export function weightOf({ formula }: Indicator): string {
  return formula.kind === 'ratio' ? (formula.denominator[0]?.set ?? STAFF) : STAFF;
}

/** A share-out that was refused: its faults, and the preview with what was typed, so that it can be mended at its place. */
export function refusedSharing<T>({ status, data }: ActionFailure<Refusal>, { method, units }: ReturnType<typeof sharingFrom>, preview: Checked<T> | ActionFailure<Refusal>) {
  return fail(status, { ...data, method, units, ...('checked' in preview ? { checked: preview.checked } : {}) });
}

/** Where a fault of sharing out stands on the form: `/values/3/value` is the field of the third unit with a value. */
export function fieldOfSharing(input: ReturnType<typeof sharingFrom>) {
  return (at: string): string | undefined => {
    const [, first = '', second] = at.split('/');
    if (first === 'values' && second !== undefined) return `value-${input.values?.[Number(second)]?.unitId ?? ''}`;
    return undefined;
  };
}
