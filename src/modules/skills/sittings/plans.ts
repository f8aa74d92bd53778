import { Value } from 'typebox/value';
import raw from '#content/skills/sittings.json' with { type: 'json' };
import { SittingRules, type Plan } from '#content/skills/sitting.ts';
import type { Mode } from './model.ts';
import type { KeptRules } from './state.ts';

/** The rules of sittings as the content has them. */
export const sittingRules = Value.Parse(SittingRules, raw);

/** The plan of a mode; throws when the content has none (a defect, a test reads it). */
export function planOf(mode: Mode): Plan {
  const plan = sittingRules.plans.find((one) => one.mode === mode);
  if (plan === undefined) throw new Error(`content/skills/sittings.json has no plan for ${mode}`);
  return plan;
}

/** The rules that a new sitting keeps; a practice of one competence has no shares of areas. */
export function rulesFor(mode: Mode, competence: string | null): KeptRules {
  const { minimum, standardError, most, minutes, drawnAmong, typical, idleMinutes } = planOf(mode);
  return {
    rules: {
      estimator: 'eap',
      start: 0,
      drawnAmong,
      shares: competence === null ? sittingRules.shares : null,
      stop: { minimum, items: most, ...(standardError === null ? {} : { standardError }), ...(minutes === null ? {} : { minutes }) },
    },
    cuts: sittingRules.cuts,
    cutsVerified: sittingRules.verified,
    typical,
    idleMinutes,
  };
}
