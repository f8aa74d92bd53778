import { isId } from '#base/id/index.ts';

/** How people stand, as a choice. */
const STATES = ['invited', 'reached', 'read', 'checked', 'needs-help', 'understood', 'excused', 'left'] as const;
const CHANNELS = ['in-app', 'email', 'web-push', 'webhook', 'head-list', 'kiosk', 'session', 'letter'] as const;
const SENT = ['queued', 'handed', 'delivered', 'failed', 'no-address', 'dropped'] as const;
const STEPS = ['invited', 'reached', 'read', 'checked', 'understood', 'ended'] as const;

type Narrowed = {
  state?: (typeof STATES)[number];
  step?: (typeof STEPS)[number];
  channel?: (typeof CHANNELS)[number];
  sent?: (typeof SENT)[number];
  unitId?: string;
  find?: string;
};

/** What the address says of whom to show: state, step of the funnel, channel with delivery state, unit, words of the name. */
export function narrowed({ searchParams }: URL): Narrowed {
  const state = STATES.find((known) => known === searchParams.get('state'));
  const step = STEPS.find((known) => known === searchParams.get('step'));
  const channel = CHANNELS.find((known) => known === searchParams.get('channel'));
  const sent = SENT.find((known) => known === searchParams.get('sent'));
  const unit = searchParams.get('unit') ?? '';
  const find = (searchParams.get('find') ?? '').trim().slice(0, 100);
  return { ...(state && { state }), ...(step && { step }), ...(channel && { channel }), ...(sent && { sent }), ...(isId(unit) && { unitId: unit }), ...(find && { find }) };
}
