import type { Tone } from '#ui/types.ts';

const TONES: Record<string, Tone> = { done: 'good', checked: 'caution', uploaded: 'caution', refused: 'bad', failed: 'bad', checking: 'info', running: 'info', undoing: 'info' };

/** How the state of an import is coloured. */
export function toneOf(state: string): Tone {
  return TONES[state] ?? 'none';
}
