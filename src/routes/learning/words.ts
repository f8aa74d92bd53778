import type { Translate } from '#base/text/catalogue.ts';
import type { Status } from '#ui/types.ts';

const PROGRESS = { new: 'none', begun: 'info', done: 'good' } as const;
const ASSIGNED = { open: 'info', late: 'bad', done: 'good', 'done-late': 'caution', left: 'none' } as const;

/** How far one has come, as a tag. */
export function progressTag(state: keyof typeof PROGRESS, t: Translate): Status {
  return { tone: PROGRESS[state], text: t(`learning.progress-${state}`) };
}

/** How an assigned course stands, as a tag. */
export function assignedTag(state: keyof typeof ASSIGNED, t: Translate): Status {
  return { tone: ASSIGNED[state], text: t(`learning-assignment.state-${state}`) };
}

/** A word that stands alone, with its first letter large. */
export function capital(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase('vi') + text.slice(1);
}
