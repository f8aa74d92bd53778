import { Value } from 'typebox/value';
import raw from '#content/skills/awareness.json' with { type: 'json' };
import { AwarenessForm } from '#content/skills/awareness.ts';

/** The questionnaire as the content has it. */
export const awarenessForm = Value.Parse(AwarenessForm, raw);

type Part = AwarenessForm['parts'][number];
type Item = Part['items'][number];
type Option = Part['scale'][number];

/** A question with its part and everything that can be answered to it. */
export type Question = Item & { part: Part['id']; choices: Option[] };

/** The parts that have a score of their own, in the order of the questionnaire. */
export const PARTS = ['knowledge', 'attitude', 'practice', 'situations'] as const;
export type PartId = (typeof PARTS)[number];

/** The areas in which one rates oneself before the questions. */
export const AREAS = ['1', '2', '3', '4', '5'] as const;

/** All questions of a form in their order. */
export function questionsOf({ parts }: AwarenessForm): Question[] {
  return parts.flatMap((part) => part.items.map((item) => ({ ...item, part: part.id, choices: [...(item.options ?? []), ...part.scale] })));
}

/** The pages of a form: at most `per_page` questions of one part on each, as even as they go. */
export function pagesOf(form: AwarenessForm): Question[][] {
  const questions = questionsOf(form);
  return form.parts.flatMap(({ id, items }) => {
    const own = questions.filter(({ part }) => part === id);
    const count = Math.ceil(items.length / form.per_page);
    const size = Math.ceil(items.length / count);
    return Array.from({ length: count }, (_, at) => own.slice(at * size, (at + 1) * size));
  });
}
