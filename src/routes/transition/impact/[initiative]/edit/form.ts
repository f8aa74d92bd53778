import { numberFrom, rowsOf, textOf } from '#web/answers.ts';

/** Rows of each part of the form. */
export const ROWS = { task: 12, alternative: 4, fresh: 4 };

/** The content of an assessment as it was typed. */
export function contentFrom(form: FormData): Record<string, unknown> {
  const posts = [...form].flatMap(([name, effect]) => (name.startsWith('post-') && effect !== '' ? [{ id: name.slice(5), effect }] : []));
  return {
    about: textOf(form, 'about'),
    posts,
    tasks: rowsOf(form, 'task', ['title', 'effect', 'before', 'after'], ROWS.task)
      .filter(({ values }) => values['title'] !== '')
      .map(({ values }) => ({
        title: values['title'],
        effect: values['effect'],
        hoursBefore: numberFrom(values['before'] || '0'),
        hoursAfter: numberFrom(values['after'] || '0'),
      })),
    alternatives: rowsOf(form, 'alternative', ['title', 'why'], ROWS.alternative).map(({ values }) => values),
    newPosts: rowsOf(form, 'fresh', ['title', 'number', 'needs'], ROWS.fresh).map(({ values }) => ({
      title: values['title'],
      number: numberFrom(values['number'] || '1'),
      needs: values['needs'],
    })),
    reason: textOf(form, 'reason'),
    seen: numberFrom(textOf(form, 'seen')),
  };
}

const PREFIX: Record<string, string> = { tasks: 'task', alternatives: 'alternative', newPosts: 'fresh' };
const FIELD: Record<string, string> = { hoursBefore: 'before', hoursAfter: 'after' };

/** Where a fault stands on the form: `/tasks/1/hoursAfter` is in `task1-after`. */
export function fieldOf(at: string): string | undefined {
  const [part = '', row = '', field = 'title'] = at.split('/').slice(1);
  const prefix = PREFIX[part];
  if (prefix === undefined) return part;
  // What the whole list lacks is typed into its first row.
  return `${prefix}${row === '' ? 0 : row}-${FIELD[field] ?? field}`;
}
