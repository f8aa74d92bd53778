import type { Problem } from '#base/problem/index.ts';
import type { Draft, DraftOrder } from './pdf-draft.ts';
import type { Look } from './pdf-look.ts';

/** What is to be done with a PDF from outside. */
export type Task = { do: 'check' } | { do: 'look' } | { do: 'draft'; order: DraftOrder };

/** What became of it. */
export type Answer =
  | { did: 'check' }
  | { did: 'look'; looks: Look[] }
  | { did: 'draft'; draft: Draft }
  | { did: 'refuse'; kind: Problem['kind']; code: string; values: Problem['values'] }
  | { did: 'fail'; message: string };

/** The answer for a file that takes too much to be read. */
export const TOO_COMPLEX = { did: 'refuse', kind: 'invalid', code: 'sign.too-complex', values: {} } as const satisfies Answer;
