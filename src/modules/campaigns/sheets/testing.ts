import { expect } from 'vitest';
import { one, sql, type Db } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { listGatherings, makeSheets, planGathering } from '../index.ts';
import { findItem } from '../messages/store.ts';
import { plan, running } from '../testing.ts';
import { LETTERS } from './rules.ts';

/** What is printed on a sheet. */
type Asked = { itemId: string; itemVersion: number }[];

/** A session today with a sheet for everybody; `signs` gives the right or a wrong sign for every question of a sheet. */
export async function held(tx: Db) {
  const made = await running(tx, ['session']);
  await made.climb();
  const { town, id, contact } = made;
  const { campaigns: open } = await perform(listGatherings, contact(), { unitId: town.ward });
  expect(open.map((campaign) => campaign.id)).toEqual([id]);
  const { id: session } = await perform(planGathering, contact(), { unitId: town.ward, campaignId: id, day: TODAY, place: '14 giờ, phòng họp tầng 2' });
  const { made: sheets } = await perform(makeSheets, contact(), { id: session });
  const sheetOf = async (line: string) =>
    one(tx, sql<{ code: string; items: Asked }>`select code, items from campaigns.sheet where line_id = ${line} and entered_at is null`).then(
      (row) => row ?? { code: '', items: [] },
    );
  const signs = async (items: Asked, right: boolean): Promise<string> => {
    const typed: string[] = [];
    for (const item of items) {
      const body = await findItem(tx, { messageId: plan, ...item });
      const options = Object.keys(body?.text.vi.options ?? {});
      const key = options.indexOf(Array.isArray(body?.key) ? (body.key[0] ?? '') : '');
      typed.push(LETTERS[right ? key : (key + 1) % options.length] ?? '');
    }
    return typed.join('');
  };
  return { ...made, session, sheets, sheetOf, signs };
}
