import { addDays } from '#base/day/index.ts';
import type { Awaiting } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { may, mayAnywhere, personOf } from '#kernel/org/index.ts';
import { obstacles } from './rules.ts';
import { situationOf } from './operations.ts';
import { listStoredInitiatives, type StoredInitiative } from './store.ts';

/** Days before it is due at which a milestone appears on Today. */
const AHEAD_DAYS = 30;

/** What the roadmap asks of a person: initiatives that wait for their approval, milestones of those they answer for, and approved ones that should have begun. */
export async function listRoadmapAwaiting(ctx: Ctx): Promise<Awaiting[]> {
  const personId = personOf(ctx.actor);
  if (personId === undefined) return [];
  const all = await listStoredInitiatives(ctx.db, ctx.today);
  const mine = all.filter((one) => one.personId === personId).flatMap((one) => askedOf(ctx, one));
  return [...(await toApprove(ctx, all)), ...mine];
}

/** Those that can be approved; what still lacks the assessment of its impact awaits somebody else first. */
async function toApprove(ctx: Ctx, all: StoredInitiative[]): Promise<Awaiting[]> {
  if (!mayAnywhere(ctx.actor, 'programme.approve-initiatives')) return [];
  const ready = all.filter((one) => one.state === 'proposed' && obstacles(situationOf(one, all, ctx.locale), 'approved').length === 0);
  const allowed = await Promise.all(ready.map((one) => may(ctx.db, ctx.actor, 'programme.approve-initiatives', one.unitId, ctx.today)));
  return ready
    .filter((_, index) => allowed[index])
    .map((one) => ({ key: 'roadmap.awaiting-approval', values: { title: called(ctx, one) }, href: `/roadmap/${one.key}`, due: undefined }));
}

function askedOf(ctx: Ctx, one: StoredInitiative): Awaiting[] {
  const href = `/roadmap/${one.key}`;
  const open = one.state === 'running' ? one.milestones.filter(({ doneOn, due }) => doneOn === null && due <= addDays(ctx.today, AHEAD_DAYS)) : [];
  const begin = one.state === 'approved' && one.starts <= ctx.today ? [{ key: 'roadmap.awaiting-begin', values: { title: called(ctx, one) }, href, due: one.starts }] : [];
  return [...begin, ...open.map(({ title, due }) => ({ key: 'roadmap.awaiting-milestone', values: { milestone: title, title: called(ctx, one) }, href, due }))];
}

function called({ locale }: Pick<Ctx, 'locale'>, one: StoredInitiative): string {
  return locale === 'vi' ? one.titleVi : one.titleEn;
}
