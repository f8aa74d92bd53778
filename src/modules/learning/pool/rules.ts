import { addMonths, daysBetween, startOfPeriod, type Day } from '#base/day/index.ts';
import type { Field, Kind, Language, ReasonLine, RequestState, UnitState } from './model.ts';

/** Who takes part in a request: the unit that asks, the head of the home unit, the person. */
export type Party = 'asker' | 'head' | 'person';

/** What can be done with a request. */
export type Act = 'agree' | 'refuse' | 'confirm' | 'decline' | 'cancel' | 'finish' | 'evaluate' | 'answer';

const MOVES: Record<Act, { from: readonly RequestState[]; to: RequestState; by: readonly Party[] }> = {
  agree: { from: ['asked'], to: 'agreed', by: ['head'] },
  refuse: { from: ['asked'], to: 'refused', by: ['head'] },
  confirm: { from: ['agreed'], to: 'confirmed', by: ['person'] },
  decline: { from: ['agreed'], to: 'declined', by: ['person'] },
  cancel: { from: ['asked', 'agreed', 'confirmed'], to: 'cancelled', by: ['asker', 'head', 'person'] },
  finish: { from: ['confirmed'], to: 'done', by: ['asker'] },
  evaluate: { from: ['done'], to: 'closed', by: ['asker'] },
  answer: { from: ['closed'], to: 'closed', by: ['person'] },
};

/** The state after an act; `not-yours` when none of the parties may do it at any time, `not-now` when the request stands elsewhere. */
export function moved(act: Act, state: RequestState, parties: readonly Party[]): RequestState | 'not-yours' | 'not-now' {
  const { from, to, by } = MOVES[act];
  if (!by.some((party) => parties.includes(party))) return 'not-yours';
  return from.includes(state) ? to : 'not-now';
}

/** What the parties can do with a request as it stands. */
export function possible(state: RequestState, parties: readonly Party[]): Act[] {
  const acts: Act[] = ['agree', 'refuse', 'confirm', 'decline', 'cancel', 'finish', 'evaluate', 'answer'];
  return acts.filter((act) => MOVES[act].from.includes(state) && MOVES[act].by.some((party) => parties.includes(party)));
}

/** Hours from a day until before another: what is asked for or promised. */
export type Span = { from: Day; to: Day; hours: number };
/** Hours a month from a day until before another: what there is. */
export type Period = { from: Day; to: Day; hoursMonth: number };
/** A month with too little time: its first day, hours there are, promised elsewhere, and needed. */
export type Clash = { month: Day; there: number; promised: number; needed: number };

const later = (a: Day, b: Day): Day => (a > b ? a : b);
const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
const common = (a: { from: Day; to: Day }, b: { from: Day; to: Day }): number => Math.max(0, daysBetween(later(a.from, b.from), earlier(a.to, b.to)));
const half = (hours: number): number => Math.round(2 * hours) / 2;

/** The hours of a span, spread evenly over its days, that fall into a part of time. */
export function hoursWithin(span: Span, part: { from: Day; to: Day }): number {
  return (span.hours * common(span, part)) / daysBetween(span.from, span.to);
}

/** The calendar months that a span touches. */
export function monthsOf({ from, to }: { from: Day; to: Day }): { from: Day; to: Day }[] {
  const months = [];
  for (let month = startOfPeriod(from, 'month'); month < to; month = addMonths(month, 1)) months.push({ from: month, to: addMonths(month, 1) });
  return months;
}

/**
 * The first month in which somebody has less time than a need takes: what is asked for and promised is spread evenly over its days, what there is counts by the days of the
 * month on which the person has time. Undefined when it fits. A quarter of an hour more or less is no clash.
 */
export function clashOf(periods: readonly Period[], promised: readonly Span[], need: Span): Clash | undefined {
  for (const month of monthsOf(need)) {
    const there = periods.reduce((sum, period) => sum + (period.hoursMonth * common(period, month)) / daysBetween(month.from, month.to), 0);
    const taken = promised.reduce((sum, span) => sum + hoursWithin(span, month), 0);
    const needed = hoursWithin(need, month);
    if (taken + needed > there + 0.25) return { month: month.from, there: half(there), promised: half(taken), needed: half(needed) };
  }
  return undefined;
}

/** What a unit looks for; `area` and `level` come together. */
export type Sought = { kind: Kind; fields: readonly Field[]; area: string | null; level: number | null; language: Language | null; span: Span };

/** What is known of a member for matching; `skills` by area. */
export type Candidate = {
  kinds: readonly Kind[];
  fields: readonly Field[];
  languages: readonly Language[];
  unitState: UnitState;
  skills: ReadonlyMap<string, number>;
  periods: readonly Period[];
  promised: readonly Span[];
  work: { count: number; mean: number | null };
};

/** A member held against a need: every reason, whether all of it is met, and the place in the list (more is better). */
export type Matched = { reasons: ReasonLine[]; able: boolean; points: number };

/** Most points an aspect gives: what cannot be learned until the work begins weighs more. */
const WEIGHTS: Record<ReasonLine['aspect'], number> = { kind: 8, skill: 6, fields: 4, time: 4, language: 3, unit: 2, work: 2 };
/** What counts for being able; earlier work only orders. */
const NEEDED: readonly ReasonLine['aspect'][] = ['kind', 'skill', 'fields', 'time', 'language', 'unit'];

/** Holds a member against a need. Nobody is left out: whoever fits less stands further down, with the reasons. */
export function match(sought: Sought, candidate: Candidate): Matched {
  const parts = [kindOf(sought, candidate), skillOf(sought, candidate), fieldsOf(sought, candidate), timeOf(sought, candidate), languageOf(sought, candidate)];
  const all = [...parts, unitOf(candidate), workOf(candidate)].flatMap((part) => part ?? []);
  const reasons = all.map(({ share: _share, ...reason }) => reason);
  const able = reasons.every(({ aspect, fits }) => !NEEDED.includes(aspect) || fits === 'yes');
  return { reasons, able, points: all.reduce((sum, { aspect, share }) => sum + WEIGHTS[aspect] * share, 0) };
}

type Part = ReasonLine & { share: number };

function kindOf({ kind }: Sought, { kinds }: Candidate): Part {
  const yes = kinds.includes(kind);
  return { aspect: 'kind', fits: yes ? 'yes' : 'no', values: { kind }, share: yes ? 1 : 0 };
}

function skillOf({ area, level }: Sought, { skills }: Candidate): Part | undefined {
  if (area === null || level === null) return undefined;
  const proven = skills.get(area) ?? 0;
  const fits = proven >= level ? 'yes' : proven > 0 ? 'part' : 'no';
  return { aspect: 'skill', fits, values: { area, level, proven }, share: Math.min(1, proven / level) };
}

function fieldsOf({ fields: asked }: Sought, { fields }: Candidate): Part | undefined {
  if (asked.length === 0) return undefined;
  const known = asked.filter((field) => fields.includes(field));
  const fits = known.length === asked.length ? 'yes' : known.length > 0 ? 'part' : 'no';
  return { aspect: 'fields', fits, values: { known: known.length, asked: asked.length }, share: known.length / asked.length };
}

function timeOf({ span }: Sought, { periods, promised }: Candidate): Part {
  const clash = clashOf(periods, promised, span);
  if (clash === undefined) return { aspect: 'time', fits: 'yes', values: { hours: span.hours }, share: 1 };
  return { aspect: 'time', fits: clash.there === 0 ? 'no' : 'part', values: { ...clash }, share: clash.there === 0 ? 0 : 0.5 };
}

function languageOf({ language }: Sought, { languages }: Candidate): Part | undefined {
  if (language === null) return undefined;
  const yes = languages.includes(language);
  return { aspect: 'language', fits: yes ? 'yes' : 'no', values: { language }, share: yes ? 1 : 0 };
}

function unitOf({ unitState }: Candidate): Part {
  const yes = unitState === 'given';
  return { aspect: 'unit', fits: yes ? 'yes' : unitState === 'asked' ? 'open' : 'no', values: {}, share: yes ? 1 : 0 };
}

/** Without earlier work nobody is worse than with middling marks. */
function workOf({ work: { count, mean } }: Candidate): Part {
  if (mean === null) return { aspect: 'work', fits: 'open', values: {}, share: 0.5 };
  return { aspect: 'work', fits: mean >= 3 ? 'yes' : 'part', values: { count, mean: Math.round(10 * mean) / 10 }, share: (mean - 1) / 4 };
}

/**
 * Minutes of an entry that count as training led, as for whoever leads a class. Sessions of classes led on the same day count by themselves and are taken off, so that no
 * time counts twice. `before`: minutes of the day confirmed before; `counted`: how many of these counted; `inClasses`: minutes of sessions led that day.
 */
export function ledMinutes(kind: Kind, minutes: number, day: { before: number; counted: number; inClasses: number }): number {
  return kind === 'trainer' ? Math.max(0, day.before + minutes - day.inClasses - day.counted) : 0;
}
