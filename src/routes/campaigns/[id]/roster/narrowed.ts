import { isId } from '#base/id/index.ts';

/** How people stand, as a choice. */
const STATES = ['invited', 'reached', 'read', 'checked', 'needs-help', 'understood', 'excused', 'left'] as const;
const STEPS = ['invited', 'reached', 'read', 'checked', 'understood', 'ended'] as const;

type Narrowed = { state?: (typeof STATES)[number]; step?: (typeof STEPS)[number]; unitId?: string; find?: string };

/** What the address says of whom to show: state, step of the funnel, unit, words of the name. */
export function narrowed({ searchParams }: URL): Narrowed {
  const state = STATES.find((known) => known === searchParams.get('state'));
  const step = STEPS.find((known) => known === searchParams.get('step'));
  const unit = searchParams.get('unit') ?? '';
  const find = (searchParams.get('find') ?? '').trim().slice(0, 100);
  return { ...(state && { state }), ...(step && { step }), ...(isId(unit) && { unitId: unit }), ...(find && { find }) };
}
