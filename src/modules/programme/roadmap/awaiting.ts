import { addDays, type Day } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import { awaits, type Awaiting, type Awaits } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, personOf, scope } from '#kernel/org/index.ts';
import { obstacles } from './rules.ts';
import { situationOf } from './operations.ts';
import { everHeld, initiativeRows, type StoredInitiative } from './store.ts';

/** Days before it is due at which a milestone appears on Today. */
const AHEAD_DAYS = 30;

/** What the roadmap asks of a person: initiatives that wait for their approval, milestones of those they answer for, and approved ones that should have begun. */
export function roadmapAwaiting(ctx: Ctx): Awaits[] {
  const personId = personOf(ctx.actor);
  if (personId === undefined) return [];
  const approves = mayAnywhere(ctx.actor, 'programme.approve-initiatives');
  const mine = sql<boolean>`${everHeld(sql`version.person_id = ${personId}`)} and held.person_id = ${personId} and step.state in ('approved', 'running')`;
  const toApprove = sql<boolean>`step.state = 'proposed' and ${scope(ctx.actor, 'programme.approve-initiatives', sql`held.unit_id`, ctx.today)}`;
  const rows = initiativeRows(ctx.today, approves ? sql<boolean>`(${mine}) or (${toApprove})` : mine);
  return [awaits(rows, (asked) => [...asked.flatMap((one) => approvalOf(ctx, one)), ...asked.filter((one) => one.personId === personId).flatMap((one) => askedOf(ctx, one))])];
}

/** What still lacks the assessment of its impact awaits somebody else before it can be approved. */
function approvalOf(ctx: Ctx, one: StoredInitiative): Awaiting[] {
  if (one.state !== 'proposed' || obstacles(situationOf(one, [], ctx.locale), 'approved').length > 0) return [];
  return [{ key: 'roadmap.awaiting-approval', values: { title: called(ctx, one) }, href: `/roadmap/${one.key}`, due: undefined }];
}

function askedOf(ctx: Ctx, one: StoredInitiative): Awaiting[] {
  const href = `/roadmap/${one.key}`;
  const soon: Day = addDays(ctx.today, AHEAD_DAYS);
  const open = one.state === 'running' ? one.milestones.filter(({ doneOn, due }) => doneOn === null && due <= soon) : [];
  const begin = one.state === 'approved' && one.starts <= ctx.today ? [{ key: 'roadmap.awaiting-begin', values: { title: called(ctx, one) }, href, due: one.starts }] : [];
  return [...begin, ...open.map(({ title, due }) => ({ key: 'roadmap.awaiting-milestone', values: { milestone: title, title: called(ctx, one) }, href, due }))];
}

function called({ locale }: Pick<Ctx, 'locale'>, one: StoredInitiative): string {
  return locale === 'vi' ? one.titleVi : one.titleEn;
}
