import type { Cite } from '#kernel/rule/index.ts';
import { unverified } from './condition.ts';
import type { CIRCUMSTANCES, Facts } from './model.ts';

type Circumstance = (typeof CIRCUMSTANCES)[number];

const LABOUR = unverified('Bộ luật Lao động 45/2019/QH14, Điều 37');
const GUIDANCE = unverified('Hướng dẫn thực hiện Nghị định 178/2024/NĐ-CP (quy chế của một bộ, news.laodong.vn, bài số 1471579)');

const CITES: Record<Circumstance, Cite[]> = {
  pregnant: [LABOUR, GUIDANCE],
  maternity: [LABOUR, GUIDANCE],
  'small-child': [LABOUR, GUIDANCE],
  ill: [LABOUR],
  discipline: [GUIDANCE],
};

/** What protects a person, or makes the act wait. Labour Code art. 37; guidance on Decree 178/2024/NĐ-CP. */
export type Protection = { circumstance: Circumstance; cites: Cite[] };

/** Every protection of a person, in the order of the circumstances named. */
export function protectionsOf({ circumstances = [] }: Pick<Facts, 'circumstances'>): Protection[] {
  return circumstances.map((circumstance) => ({ circumstance, cites: CITES[circumstance] }));
}

/** How a regime that applies stands: a disciplinary matter comes first; whoever is protected leaves of her own will or not at all. */
export function standingOf({ circumstances = [], voluntary = false }: Pick<Facts, 'circumstances' | 'voluntary'>): 'due' | 'own-request' | 'waits' {
  if (circumstances.includes('discipline')) return 'waits';
  return circumstances.length > 0 && !voluntary ? 'own-request' : 'due';
}
