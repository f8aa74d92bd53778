import type { Tone } from '#ui/types.ts';

/** The tone in which a state of a certificate is shown. */
export function toneOf(state: 'valid' | 'to-refresh' | 'lapsed' | 'revoked'): Tone {
  return state === 'valid' ? 'good' : state === 'revoked' ? 'bad' : 'caution';
}
