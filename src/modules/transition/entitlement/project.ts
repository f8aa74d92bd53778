import Type, { type Static } from 'typebox';
import { addMonths } from '#base/day/index.ts';
import { closed } from '../model.ts';
import { computeAll } from './compute.ts';
import { Facts, REGIMES, type RegimeKey } from './model.ts';
import type { Law } from './person.ts';
import { standingOf } from './protection.ts';
import { findFaults, mustBeSound } from './sound.ts';

/** What is asked: the facts, how far to look, and what another work would pay. */
export const ProjectionInput = Type.Object(
  {
    facts: Facts,
    months: Type.Optional(Type.Integer({ minimum: 1, maximum: 60, description: 'Months over which the ways are compared; 12 when left out' })),
    newPay: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: 'Monthly pay of another work after leaving or moving, đồng; 0 when left out' })),
  },
  closed,
);

const dong = (description: string) => Type.Integer({ description: `${description}, đồng` });
const regime = Type.Enum([...REGIMES], { description: 'Regime' });

/** The four ways side by side, and the sum of each regime when one leaves earlier or later. */
export const Projection = Type.Object(
  {
    months: Type.Integer({ description: 'Months over which the ways are compared' }),
    ways: Type.Array(
      Type.Object(
        {
          way: Type.Enum(['stay', 'retrain', 'move', 'leave'], { description: 'stay in a post, learn for another one with pay, move to a body outside the budget, leave' }),
          pay: dong('Pay over these months'),
          once: dong('Paid at once'),
          total: dong('Both together'),
          regime: Type.Union([regime, Type.Null()], { description: 'The regime that pays at once; null when none does' }),
        },
        closed,
      ),
      { description: 'The ways that are open' },
    ),
    coversMonths: Type.Union([Type.Number(), Type.Null()], { description: 'How many months of the pay of today the sum of leaving comes to; null without a pay' }),
    curve: Type.Array(
      Type.Object(
        {
          day: Type.String({ description: 'Day of leaving' }),
          sums: Type.Array(Type.Object({ regime, total: dong('Sum') }, closed), { description: 'Each regime that applies then' }),
        },
        closed,
      ),
      {
        description: 'Day by day of leaving, a month apart',
      },
    ),
  },
  closed,
);
export type Projection = Static<typeof Projection>;

/** Months before the day and after it that the curve shows. */
const BEFORE = 6;
const AFTER = 24;

/**
 * What changes if one leaves earlier or later, and what staying, learning, moving and leaving come to over some months. Only money is compared: pension, insurance and
 * prospects are not. Throws `invalid` for facts that cannot be.
 */
export function project(law: Law, { facts, months = 12, newPay = 0 }: Static<typeof ProjectionInput>): Projection {
  mustBeSound(law, facts);
  const { known, outcomes } = computeAll(law, facts);
  const pay = Number(known.pay.value);
  const open = outcomes
    .filter(({ applies, parts }) => applies.value && parts.length > 0 && standingOf(facts) !== 'waits')
    .map(({ key, total }) => ({ key, total: Number(total.value) }));
  const wanted = (key: RegimeKey): number => (facts.regimes?.includes(key) ? 1 : 0);
  const best = (keys: (key: RegimeKey) => boolean) => open.filter(({ key }) => keys(key)).toSorted((a, b) => wanted(b.key) - wanted(a.key) || b.total - a.total)[0];
  const move = best((key) => key === 'streamlining-move');
  const leave = best((key) => key !== 'streamlining-move' && key !== 'streamlining-train');
  const way = (name: Projection['ways'][number]['way'], monthly: number, once: typeof move) => {
    const earned = monthly * months;
    return { way: name, pay: earned, once: once?.total ?? 0, total: earned + (once?.total ?? 0), regime: once?.key ?? null };
  };
  return {
    months,
    ways: [
      way('stay', pay, undefined),
      way('retrain', pay, undefined),
      ...(move === undefined ? [] : [way('move', newPay, move)]),
      ...(leave === undefined ? [] : [way('leave', newPay, leave)]),
    ],
    coversMonths: leave === undefined || pay === 0 ? null : Math.floor((leave.total / pay) * 10) / 10,
    curve: curveOf(law, facts),
  };
}

function curveOf(law: Law, facts: Facts): Projection['curve'] {
  return Array.from({ length: BEFORE + AFTER + 1 }, (_, index) => index - BEFORE).flatMap((shift) => {
    const moved = shifted(law, facts, shift);
    if (moved === undefined) return [];
    const { outcomes } = computeAll(law, moved);
    return [{ day: moved.day, sums: outcomes.filter(({ parts }) => parts.length > 0).map(({ key, total }) => ({ regime: key, total: Number(total.value) })) }];
  });
}

/**
 * The same person leaving so many months later (earlier when negative), having worked until then. Undefined where it cannot be: before a decision that the leaving
 * rests on, after the retirement age, or on a day without a base salary.
 */
function shifted(law: Law, facts: Facts, shift: number): Facts | undefined {
  const { decisionDay = facts.day, monthsEarly, unemploymentInsuredMonths: unemployment } = facts;
  const day = addMonths(facts.day, shift);
  const moved: Facts = {
    ...facts,
    day,
    decisionDay: facts.decisionDay === undefined && decisionDay > day ? day : decisionDay,
    insuredMonths: Math.max(0, (facts.insuredMonths ?? 0) + shift),
    workedMonths: Math.max(0, (facts.workedMonths ?? 0) + shift),
    ...(unemployment === undefined ? {} : { unemploymentInsuredMonths: Math.max(0, unemployment + shift) }),
    ...(monthsEarly === undefined ? {} : { monthsEarly: Math.max(0, monthsEarly - shift) }),
  };
  if (monthsEarly !== undefined && monthsEarly < shift) return undefined;
  return findFaults(law, moved).length === 0 ? moved : undefined;
}
