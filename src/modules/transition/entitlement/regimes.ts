import type { Result } from '#kernel/rule/index.ts';
import type { Found } from './amounts.ts';
import type { RegimeKey } from './model.ts';
import type { Known } from './person.ts';

/** A regime: the decree of the day, what must hold, and its parts once it does. */
export type Regime = {
  key: RegimeKey;
  decree: (known: Known) => string;
  conditions: (known: Known) => Result<boolean>[];
  parts: (known: Known) => Found[];
};
