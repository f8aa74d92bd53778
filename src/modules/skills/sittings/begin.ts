import { addDays, formatDay, type Day } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { unitOf } from '#kernel/org/index.ts';
import { closedItems } from '../engine/index.ts';
import { findAccommodation } from './accommodation.ts';
import { freezeBank, type BankVersion } from './bank-version.ts';
import { readExposure } from './exposure.ts';
import { finish } from './finish.ts';
import type { Mode } from './model.ts';
import { planOf, rulesFor, sittingRules } from './plans.ts';
import { drawPilots, remembered, type FrozenItem, type Stored } from './state.ts';
import { addSitting, findOpen, lastFinished, listMet } from './store.ts';

/** What a new sitting is to be. */
export type Wanted = { personId: string; mode: Mode; competence: string | null; sessionId: string | null };

/** The id of the sitting that a person goes on with, or of a new one; throws `conflict` when it is too early for another check. */
export async function begin(ctx: Ctx, wanted: Wanted): Promise<string> {
  const open = await findOpen(ctx.db, wanted.personId, wanted.mode);
  if (open !== undefined && goesOn(open, wanted, ctx.now)) return open.id;
  if (open !== undefined) await finish(ctx, open, 'left');
  await mayBegin(ctx, wanted);
  return makeSitting(ctx, wanted);
}

/** The first day on which a person may sit a check again; undefined when they may today. */
export async function nextCheckDay(ctx: Pick<Ctx, 'db' | 'today'>, personId: string): Promise<Day | undefined> {
  const last = await lastFinished(ctx.db, personId, 'check');
  if (last === undefined) return undefined;
  // A check that was stopped too early says nothing of the person, but showed them items: it can be begun anew the next day.
  const day = addDays(last.day, last.measured ? planOf('check').everyDays : 1);
  return day > ctx.today ? day : undefined;
}

async function mayBegin(ctx: Ctx, { personId, mode }: Wanted): Promise<void> {
  if (mode !== 'check') return;
  const day = await nextCheckDay(ctx, personId);
  if (day !== undefined) throw new Problem('conflict', 'skills-sittings.too-soon', { day: formatDay(day) });
}

async function makeSitting(ctx: Ctx, { personId, mode, competence, sessionId }: Wanted): Promise<string> {
  const { db, now, today } = ctx;
  const [bank, id] = [await freezeBank(db), newId()];
  const plan = planOf(mode);
  const pilots = drawPilots(id, bank.items, plan.most, plan.pilotShare);
  const sitting = {
    id,
    personId,
    mode,
    competence,
    sessionId,
    bankVersionId: bank.id,
    rules: rulesFor(mode, competence),
    pilots: pilots.map((item) => item.id),
    closed: await closedFor(ctx, { personId, mode, competence }, bank, pilots),
    extraShare: (await findAccommodation(db, personId))?.extraShare ?? 0,
    unitId: (await unitOf(db, personId, today)) ?? null,
  };
  await addSitting(db, sitting, now);
  return id;
}

/** Items that a new sitting may not ask: shown too often to others, of a family that is tried out on this person, or met by this person. */
async function closedFor({ db, now }: Ctx, { personId, mode, competence }: Omit<Wanted, 'sessionId'>, bank: BankVersion, pilots: readonly FrozenItem[]): Promise<string[]> {
  const families = new Set(pilots.map(({ family }) => family));
  const counted = bank.items.filter(({ scored }) => scored);
  const ids = counted.map((item) => item.id);
  const often = mode === 'practice' ? [] : closedItems(ids, await readExposure(db, bank.id), planOf(mode).cap);
  const closed = new Set([...often, ...counted.filter(({ family }) => families.has(family)).map((item) => item.id)]);
  const met = await listMet(db, personId, now.subtract({ hours: 24 * sittingRules.rememberDays }));
  return [...closed, ...remembered(bank.items, closed, met, competence === null ? sittingRules.keepOpen : counted.length)];
}

function goesOn(open: Stored, { mode, competence, sessionId }: Wanted, now: Temporal.Instant): boolean {
  if (mode === 'certification') return open.sessionId === sessionId;
  const old = open.startedAt < now.subtract({ hours: 24 * sittingRules.resumeDays }).epochMilliseconds;
  return !old && (mode !== 'practice' || open.competence === competence);
}
