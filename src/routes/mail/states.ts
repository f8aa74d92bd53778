import type { Tone } from '#ui/types.ts';

/** Where a mail stands on its way. */
export type MailState = 'queued' | 'handing' | 'unknown' | 'held' | 'sent' | 'failed' | 'dropped';

/** The states in the order in which they ask for attention, each with its sentence and tone. */
export const STATES: readonly { state: MailState; key: string; tone: Tone }[] = [
  { state: 'unknown', key: 'mail.state-unknown', tone: 'caution' },
  { state: 'failed', key: 'mail.state-failed', tone: 'bad' },
  { state: 'held', key: 'mail.state-held', tone: 'caution' },
  { state: 'queued', key: 'mail.state-queued', tone: 'info' },
  { state: 'handing', key: 'mail.state-handing', tone: 'info' },
  { state: 'sent', key: 'mail.state-sent', tone: 'good' },
  { state: 'dropped', key: 'mail.state-dropped', tone: 'none' },
];

/** Whether a text names a state. */
export function isState(text: string | null): text is MailState {
  return STATES.some(({ state }) => state === text);
}
