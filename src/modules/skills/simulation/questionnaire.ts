import type { Day } from '#base/day/index.ts';
import { randomOf } from '../engine/index.ts';
import { awarenessForm, questionsOf, type Question } from '../awareness/form.ts';
import { isAware, scoresOf } from '../awareness/rules.ts';
import type { FilledIn } from './store.ts';

/** A questionnaire that an imaginary person fills in: `leaning` is how far their answers lie above (positive) or below the middle, in deviations. */
export type PlannedQuestionnaire = { id: string; personId: string; unitId: string; day: Day; minute: number; leaning: number };

/** Share of people to whose work a practice does not belong. */
const NOT_MINE = 0.06;
const MINUTES = 7;

/** A whole questionnaire as it would have been filled in; its id seeds the answers. */
export function fillIn(plan: PlannedQuestionnaire): FilledIn {
  const random = randomOf(plan.id);
  const given = new Map(questionsOf(awarenessForm).map((question) => [question.id, chosen(question, plan.leaning, random)]));
  const scores = scoresOf(awarenessForm, given);
  const started = Temporal.PlainDate.from(plan.day).toZonedDateTime('Asia/Ho_Chi_Minh').epochMilliseconds + plan.minute * 60_000;
  return {
    id: plan.id,
    person_id: plan.personId,
    unit_id: plan.unitId,
    form: awarenessForm.id,
    started_at: new Date(started).toISOString(),
    finished_at: new Date(started + MINUTES * 60_000).toISOString(),
    day: plan.day,
    ...scores,
    aware: isAware(awarenessForm, scores),
    given,
  };
}

/** An option near the place, from the worst to the best, to which the leaning and some chance lead. */
function chosen(question: Question, leaning: number, random: () => number): string {
  const none = question.choices.find(({ credit }) => credit === null);
  if (none !== undefined && random() < NOT_MINE) return none.id;
  const counting = question.choices.filter(({ credit }) => credit !== null).toSorted((one, other) => (one.credit ?? 0) - (other.credit ?? 0));
  const ranked = question.reversed === true ? counting.toReversed() : counting;
  const share = 1 / (1 + Math.exp(-(0.9 * leaning + 1.6 * (random() + random() + random() - 1.5) + 0.5)));
  return ranked[Math.min(ranked.length - 1, Math.floor(share * ranked.length))]?.id ?? '';
}
