import type { InitiativeLine } from '#modules/programme/index.ts';
import type { Text } from '#ui/context.ts';
import type { Status, Tone } from '#ui/types.ts';

const TONES: Record<InitiativeLine['state'], Tone> = { proposed: 'none', approved: 'info', running: 'caution', done: 'good', stopped: 'bad' };

/** The state of an initiative, as a word with its tone. */
export function stateOf(state: string, t: Text['t']): Status {
  const known = Object.entries(TONES).find(([name]) => name === state);
  return { tone: known?.[1] ?? 'none', text: t(`roadmap.state-${state}`) };
}

/** An amount of money as people read it: `3.500.000.000 đồng`. */
export function dong(amount: number, { t, number }: Pick<Text, 't' | 'number'>): string {
  return t('roadmap.dong', { amount: number(amount, 0) });
}

/** What an initiative is late with, in a sentence each. */
export function lateText({ late }: Pick<InitiativeLine, 'late'>, { t, date }: Pick<Text, 't' | 'date'>): string[] {
  return late.map(({ kind, title, due }) => t(`roadmap.late-${kind}`, { title, day: date(due) }));
}
