import { addWishes, type Wish } from './wish.ts';
import { kmBetween, type Point } from './place.ts';

/** The kinds of post from the lowest to the highest. */
const LADDER = ['contract', 'staff', 'leader'];

/** Who looks for work, as far as it is known: kind of the present post, monthly pay (đồng), where the way begins, the measured band (1 to 3) of each area, what is wished. */
export type Seeker = { kind: string | null; pay: number | null; point: Point | null; bands: ReadonlyMap<string, number> | null; wish: Wish | null };

/** A post or job that stands open: kind (null outside), monthly pay (null: not stated; `kept`: it follows the person), place, the band that each area asks, whether somebody has taken it up. */
export type Opening = {
  id: string;
  kind: string | null;
  pay: { from: number; to: number; kept: boolean } | null;
  point: Point | null;
  bands: ReadonlyMap<string, number>;
  taken: boolean;
};

/** How one side of an opening fits: it does; it does after learning; it must be asked; it stands against it, or against a wish. */
export type Fit = 'fits' | 'learn' | 'ask' | 'against';
/** One reason, as the code of its sentence with values. */
export type Why = { aspect: 'skills' | 'level' | 'place' | 'pay' | 'wish' | 'taken'; fit: Fit; code: string; values: Record<string, string | number> };

/** What decides the order, in this order: wishes not met, rungs away, bands to learn, km (null last), đồng a month less than now. */
export type Order = { unmet: number; gap: number; rungs: number; km: number | null; less: number };
/** An opening with every reason and what decided its place. */
export type Matched = { id: string; reasons: Why[]; order: Order };

/**
 * Every opening with its reasons, best first. Nothing is left out, whatever stands against it: people decide. What decides the order is told with each, and ties
 * are broken by id, so that the order does not depend on how the openings came in.
 */
export function match(seeker: Seeker, openings: readonly Opening[]): Matched[] {
  return openings.map((opening) => matchOne(seeker, opening)).toSorted((a, b) => compareOrder(a.order, b.order) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** Which of two comes first: negative when `a` does. */
export function compareOrder(a: Order, b: Order): number {
  const far = (km: number | null): number => km ?? Number.MAX_VALUE;
  return a.unmet - b.unmet || a.rungs - b.rungs || a.gap - b.gap || far(a.km) - far(b.km) || a.less - b.less;
}

function matchOne(seeker: Seeker, opening: Opening): Matched {
  const km = seeker.point === null || opening.point === null ? null : kmBetween(seeker.point, opening.point);
  const skills = skillsOf(seeker, opening);
  const level = levelOf(seeker, opening);
  const pay = payOf(seeker, opening);
  const place: Why = km === null ? why('place', 'ask', 'place-unknown') : why('place', 'fits', 'place-km', { km });
  const wishes = seeker.wish === null ? [] : addWishes(seeker.wish, { kind: opening.kind, pay: opening.pay, km });
  const taken = opening.taken ? [why('taken', 'ask', 'taken')] : [];
  const unmet = wishes.filter(({ fit }) => fit === 'against').length;
  return {
    id: opening.id,
    reasons: [...wishes, ...skills.reasons, level.reason, place, pay.reason, ...taken],
    order: { unmet, gap: skills.gap, rungs: level.rungs, km, less: pay.less },
  };
}

function why(aspect: Why['aspect'], fit: Fit, code: string, values: Why['values'] = {}): Why {
  return { aspect, fit, code: `transition-work.because-${code}`, values };
}

function skillsOf({ bands }: Seeker, opening: Opening): { reasons: Why[]; gap: number } {
  const asked = [...opening.bands].filter(([, band]) => band > 0).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (asked.length === 0) return { reasons: [why('skills', 'fits', 'skills-none')], gap: 0 };
  if (bands === null) return { reasons: [why('skills', 'ask', 'skills-unknown')], gap: 0 };
  const short = asked.map(([area, band]) => ({ area, band, has: bands.get(area) ?? 0 })).filter(({ band, has }) => has < band);
  if (short.length === 0) return { reasons: [why('skills', 'fits', 'skills-enough')], gap: 0 };
  return {
    reasons: short.map(({ area, band, has }) => why('skills', 'learn', 'skills-short', { area, band, has })),
    gap: short.reduce((sum, { band, has }) => sum + band - has, 0),
  };
}

/** The areas in which somebody has yet to learn for a post, with the band asked; all asked areas when nothing is known. */
export function areasToLearn(bands: Seeker['bands'], asked: Opening['bands']): { area: string; band: number }[] {
  return [...asked].flatMap(([area, band]) => (band > (bands?.get(area) ?? 0) ? [{ area, band }] : [])).toSorted((a, b) => (a.area < b.area ? -1 : 1));
}

function levelOf(seeker: Seeker, opening: Opening): { reason: Why; rungs: number } {
  if (opening.kind === null || seeker.kind === null) return { reason: why('level', 'ask', 'level-outside'), rungs: 0 };
  const step = LADDER.indexOf(opening.kind) - LADDER.indexOf(seeker.kind);
  if (step === 0) return { reason: why('level', 'fits', 'level-same'), rungs: 0 };
  return { reason: step > 0 ? why('level', 'ask', 'level-higher') : why('level', 'ask', 'level-lower'), rungs: Math.abs(step) };
}

function payOf(seeker: Seeker, { pay }: Opening): { reason: Why; less: number } {
  if (pay === null) return { reason: why('pay', 'ask', 'pay-unknown'), less: 0 };
  if (pay.kept) return { reason: why('pay', 'fits', 'pay-kept', { pay: pay.from }), less: 0 };
  const less = seeker.pay === null ? 0 : Math.max(0, seeker.pay - pay.to);
  const values = { from: pay.from, to: pay.to, less };
  const span = pay.from === pay.to ? 'pay-one' : 'pay-range';
  const lower = pay.from === pay.to ? 'pay-one-less' : 'pay-less';
  return { reason: less > 0 ? why('pay', 'ask', lower, values) : why('pay', 'fits', span, values), less };
}
