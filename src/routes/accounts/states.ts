import type { Translate } from '#base/text/catalogue.ts';
import type { LoginState } from '#kernel/account/index.ts';
import type { Status } from '#ui/types.ts';

const TONES: Readonly<Record<LoginState, Status['tone']>> = { none: 'none', invited: 'info', lapsed: 'caution', active: 'good', locked: 'caution', closed: 'none' };

/** How an account stands, as a tag. */
export function tagOf(state: LoginState, t: Translate): Status {
  return { tone: TONES[state], text: t(`account.state-${state}`) };
}
