import { randomInt } from 'node:crypto';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { Problem } from '#base/problem/index.ts';
import type { Gathering } from '../gatherings/store.ts';
import { listAskable, findItem } from '../messages/store.ts';
import { getCampaign } from '../running/campaign.ts';
import { drawOrder, type Askable } from '../understanding/draw.ts';
import { keepsRates, planFor } from '../understanding/sequential.ts';
import { familiesIn } from '../understanding/since.ts';
import { makeCode } from './rules.ts';
import { listMetOf, listSheetLines, putSheets, type NewSheet } from './store.ts';

/** Draws a sheet for everybody whom a session is for and who has none yet; returns how many. */
export async function drawSheets(ctx: Ctx, gathering: Gathering): Promise<number> {
  const lines = await listSheetLines(ctx.db, { gatheringId: gathering.id, campaignId: gathering.campaignId, unitId: gathering.unitId, today: ctx.today });
  const { test } = await getCampaign(ctx.db, gathering.campaignId);
  const sheets: NewSheet[] = [];
  // A campaign has a handful of messages at the most.
  for (const [messageId, own] of Map.groupBy(lines, (line) => line.messageId)) {
    const items = await listPrintable(ctx, messageId);
    const families = new Set(items.map(({ family }) => family)).size;
    const plan = planFor(test, families);
    if (!keepsRates(plan)) throw new Problem('conflict', 'campaigns-sheet.too-few');
    const met = await listMetOf(
      ctx.db,
      own.map(({ lineId }) => lineId),
      messageId,
    );
    for (const line of own) {
      const code = makeCode((n) => randomInt(n));
      sheets.push({ ...line, code, items: drawOrder(items, met.get(line.lineId) ?? [], familiesIn(line.changed), code).slice(0, plan.most) });
    }
  }
  if (sheets.length > 0) await putSheets(ctx.db, sheets, { gatheringId: gathering.id, madeBy: personOf(ctx.actor) ?? null, now: ctx.now });
  return sheets.length;
}

/** Items that can be answered by one mark. */
async function listPrintable(ctx: Ctx, messageId: string): Promise<Askable[]> {
  const printable: Askable[] = [];
  for (const item of await listAskable(ctx.db, messageId)) {
    const body = await findItem(ctx.db, { messageId, ...item });
    if (body?.kind === 'single') printable.push(item);
  }
  return printable;
}
