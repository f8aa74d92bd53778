import type { Text } from '#ui/context.ts';
import type { Status, Tone } from '#ui/types.ts';

const TONES: Record<string, Tone> = { draft: 'none', reviewed: 'info', pilot: 'info', live: 'good', retired: 'none' };

/** The state of a version as a word with its tone. */
export function stateOf(state: string, t: Text['t']): Status {
  return { tone: TONES[state] ?? 'none', text: t(`skills-bank.state-${state}`) };
}

/** Whether reviewers of the city have passed it, as a word with its tone. */
export function reviewOf(review: string, t: Text['t']): Status {
  return { tone: review === 'passed' ? 'good' : 'caution', text: t(`skills-bank.review-${review}`) };
}
