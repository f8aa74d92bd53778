import { numberFrom, rowsOf, textOf, type FieldOf } from '#web/answers.ts';

/** Rows of each part of the form. */
export const ROWS = { task: 12, alternative: 4, fresh: 4 };

const FIELD: Record<string, string> = { hoursBefore: 'before', hoursAfter: 'after' };

/** The content of an assessment as it was typed, and where its faults stand on the form: `/tasks/1/hoursAfter` is in `task2-after` when the second row was left empty. */
export function contentFrom(form: FormData): { content: Record<string, unknown>; fieldOf: FieldOf } {
  const posts = [...form].flatMap(([name, effect]) => (name.startsWith('post-') && effect !== '' ? [{ id: name.slice(5), effect }] : []));
  const tasks = rowsOf(form, 'task', ['title', 'before', 'after'], ROWS.task);
  const alternatives = rowsOf(form, 'alternative', ['title', 'why'], ROWS.alternative);
  const newPosts = rowsOf(form, 'fresh', ['title', 'number', 'needs'], ROWS.fresh);
  const content = {
    about: textOf(form, 'about'),
    posts,
    tasks: tasks.map(({ row, values }) => ({
      title: values['title'],
      effect: textOf(form, `task${row}-effect`),
      hoursBefore: numberFrom(values['before'] || '0'),
      hoursAfter: numberFrom(values['after'] || '0'),
    })),
    alternatives: alternatives.map(({ values }) => values),
    newPosts: newPosts.map(({ values }) => ({ title: values['title'], number: numberFrom(values['number'] || '1'), needs: values['needs'] })),
    reason: textOf(form, 'reason'),
    seen: numberFrom(textOf(form, 'seen')),
  };
  const parts: Record<string, { prefix: string; rows: { row: number }[] }> = {
    tasks: { prefix: 'task', rows: tasks },
    alternatives: { prefix: 'alternative', rows: alternatives },
    newPosts: { prefix: 'fresh', rows: newPosts },
  };
  const fieldOf: FieldOf = (at) => {
    const [, name = '', index = '', field = 'title'] = at.split('/');
    const part = parts[name];
    if (part === undefined) return name;
    // What the whole list lacks is typed into its first row.
    return `${part.prefix}${part.rows[Number(index)]?.row ?? 0}-${FIELD[field] ?? field}`;
  };
  return { content, fieldOf };
}
