import { isId } from '#base/id/index.ts';
import { numberFrom, textOf } from '#web/answers.ts';

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

/** Where a fault of sharing out stands on the form: `/values/3/value` is the field of the third unit with a value. */
export function fieldOfSharing(input: ReturnType<typeof sharingFrom>) {
  return (at: string): string | undefined => {
    const [, first = '', second] = at.split('/');
    if (first === 'values' && second !== undefined) return `value-${input.values?.[Number(second)]?.unitId ?? ''}`;
    return undefined;
  };
}
