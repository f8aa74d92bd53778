import type { ScoreLine } from '#modules/programme/index.ts';
import type { Text } from '#ui/context.ts';
import type { Status, Tone } from '#ui/types.ts';

const TONES: Record<ScoreLine['state'], Tone> = { open: 'none', counted: 'info', 'self-scored': 'caution', appraised: 'good', returned: 'bad' };

/** How a component stands, as a word with its tone. */
export function statusOf({ state }: Pick<ScoreLine, 'state'>, t: Text['t']): Status {
  return { tone: TONES[state], text: t(`scorecards.state.${state}`) };
}
