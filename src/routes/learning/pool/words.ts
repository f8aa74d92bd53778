import type { Translate } from '#base/text/catalogue.ts';
import type { ReasonLine, RequestState } from '#modules/learning/index.ts';
import type { Option, Status, Tone } from '#ui/types.ts';

const STATES: Record<RequestState, Tone> = {
  asked: 'caution',
  agreed: 'caution',
  confirmed: 'info',
  done: 'caution',
  closed: 'good',
  refused: 'bad',
  declined: 'bad',
  cancelled: 'none',
};
const UNITS = { asked: 'caution', given: 'good', refused: 'bad', withdrawn: 'bad' } as const;
const FITS = { yes: 'good', part: 'caution', no: 'bad', open: 'none' } as const;

/** How a request stands, in a word. */
export const stateTag = (state: RequestState, t: Translate): Status => ({ tone: STATES[state], text: t(`learning-pool.state-${state}`) });

/** What the head of the unit says, in a word. */
export const unitTag = (state: keyof typeof UNITS, t: Translate): Status => ({ tone: UNITS[state], text: t(`learning-pool.unit-${state}`) });

/** Whether something fits, in a word. */
export const fitsTag = (fits: keyof typeof FITS, t: Translate): Status => ({ tone: FITS[fits], text: t(`learning-pool.fits-${fits}`) });

/** The sentence of a reason. */
export function reasonText({ aspect, fits, values }: ReasonLine, t: Translate): string {
  const named = { kind: 'learning-pool.kind-', language: 'learning-pool.language-', area: 'audience.area-', level: 'audience.level-', proven: 'audience.level-' };
  const told = Object.entries(values).map(([name, value]): [string, string | number] => {
    const prefix = Object.entries(named).find(([one]) => one === name)?.[1];
    if (name === 'month') return [name, `${String(value).slice(5, 7)}/${String(value).slice(0, 4)}`];
    return [name, prefix === undefined || value === 0 ? value : t(`${prefix}${value}`)];
  });
  return t(`learning-pool.reason-${aspect}-${fits}`, Object.fromEntries(told));
}

/** Names of things with a common beginning of their keys, after commas. */
export const named = (prefix: string, values: readonly string[], t: Translate): string => values.map((value) => t(`learning-pool.${prefix}-${value}`)).join(', ');

/** The same as choices of a form. */
export const choices = (prefix: string, values: readonly string[], t: Translate): Option[] => values.map((value) => ({ value, label: t(`learning-pool.${prefix}-${value}`) }));
