import { poolTitle } from '#content/learning/pool.ts';
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
export function reasonText({ aspect, fits, values }: ReasonLine, { t, locale }: Words): string {
  const named = { kind: 'learning-pool.kind-', area: 'audience.area-', level: 'audience.level-', proven: 'audience.level-' };
  const told = Object.entries(values).map(([name, value]): [string, string | number] => {
    const prefix = Object.entries(named).find(([one]) => one === name)?.[1];
    if (name === 'month') return [name, `${String(value).slice(5, 7)}/${String(value).slice(0, 4)}`];
    if (name === 'language') return [name, poolTitle('languages', String(value), locale)];
    return [name, prefix === undefined || value === 0 ? value : t(`${prefix}${value}`)];
  });
  return t(`learning-pool.reason-${aspect}-${fits}`, Object.fromEntries(told));
}

type Words = { t: Translate; locale: 'vi' | 'en' };
/** What can be chosen: as what people help, in which fields and languages, how a request stands. */
type Choice = 'kind' | 'state' | 'fields' | 'languages';

const titleOf = (of: Choice, key: string, { t, locale }: Words): string => (of === 'kind' || of === 'state' ? t(`learning-pool.${of}-${key}`) : poolTitle(of, key, locale));

/** Names of what was chosen, after commas. */
export const named = (of: Choice, keys: readonly string[], words: Words): string => keys.map((key) => titleOf(of, key, words)).join(', ');

/** The same as choices of a form. */
export const choices = (of: Choice, keys: readonly string[], words: Words): Option[] => keys.map((key) => ({ value: key, label: titleOf(of, key, words) }));
