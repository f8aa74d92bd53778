import type { Day } from '#base/day/index.ts';
import type { RawBuilder } from '#base/db/index.ts';
import { type Audience, audienceRows, type AudienceConditions } from '#kernel/audience/index.ts';
import { gapCondition, requiredCondition } from '#modules/skills/index.ts';

/** How an audience is asked by what skills measured, or by what posts need. */
export const bySkills: AudienceConditions = { gaps: gapCondition, required: requiredCondition };

/** SQL: the people of an audience within a unit on a day, by unit, post, requirement or gap: select person_id, unit_id. */
export function membersOf({ audience, unitId }: { audience: Audience; unitId: string }, day: Day): RawBuilder<unknown> {
  return audienceRows(audience, unitId, day, bySkills);
}
