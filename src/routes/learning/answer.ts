import type { Answer } from '#modules/skills/index.ts';

/** The answer in the fields of a form whose names begin with `a.`; what belongs to the item is for the operation to say. */
export function answerOf(form: FormData): Answer {
  const answer: Answer = {};
  for (const name of new Set(form.keys())) {
    if (!/^a\.[a-z0-9-]{1,80}$/.test(name)) continue;
    const values = form.getAll(name).filter((value): value is string => typeof value === 'string' && value.trim() !== '');
    answer[name.slice(2)] = values.slice(0, 20).map((value) => value.slice(0, 500));
  }
  return answer;
}
