import { all, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Values } from '#base/problem/index.ts';
import { formatDate } from '#base/text/index.ts';
import type { Needed } from '#kernel/message/index.ts';
import { ASKED } from '../roster/states.ts';

/** SQL: `line` of `campaign` is still asked over channels. */
export const stillAsked = sql`(line.state = any(${ASKED}::text[]) and campaign.state = 'running')`;

/** What a letter still has to tell: of how many campaigns, and of the first of them. */
type Left = { id: string; left: number; titleVi: string | null; titleEn: string | null; ends: string | null };

/**
 * Letters of campaigns that waited in the outbox: whoever has understood meanwhile, needs help first, is excused or has left gets none; one for several campaigns names those that still ask. One statement
 * for all letters that are about to leave.
 */
export const needed: Needed = {
  changed: async (db, letters) => {
    const rows = await listLess(
      db,
      letters.map(({ id }) => id),
    );
    const localeOf = new Map(letters.map(({ id, locale }) => [id, locale]));
    return new Map(
      rows.map(({ id, left, titleVi, titleEn, ends }): [string, Values | null] => {
        const locale = localeOf.get(id) ?? 'vi';
        return [id, left === 0 ? null : { title: (locale === 'vi' ? titleVi : titleEn) ?? '', more: left - 1, ends: formatDate(ends ?? '', locale) }];
      }),
    );
  },
  note: async ({ db, now }, letters) => {
    await dropNeedless(db, sql<boolean>`send.outbox_id = any(${letters}::uuid[]) and send.state = 'handed'`, now);
  },
};

/** The letters that have less to tell than when they were queued. */
async function listLess(db: Db, ids: string[]): Promise<Left[]> {
  return all(
    db,
    sql<Left>`
    select send.outbox_id as id, count(*) filter (where ${stillAsked}) as left,
      (array_agg(campaign.title_vi order by send.id) filter (where ${stillAsked}))[1] as "titleVi",
      (array_agg(campaign.title_en order by send.id) filter (where ${stillAsked}))[1] as "titleEn",
      max(campaign.ends) filter (where ${stillAsked}) as ends
    from campaigns.send
    join campaigns.line on line.id = send.line_id
    join campaigns.campaign on campaign.id = line.campaign_id
    where send.outbox_id = any(${ids}::uuid[])
      and send.state in ('handed', 'failed')
    group by send.outbox_id
    having not bool_and(${stillAsked})`,
  );
}

/** Notes the tellings among these that nobody needs any more as dropped. */
export async function dropNeedless(db: Db, these: RawBuilder<boolean>, now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    update campaigns.send
    set state = 'dropped',
      settled_at = ${now.toString()}
    from campaigns.line
    join campaigns.campaign on campaign.id = line.campaign_id
    where line.id = send.line_id
      and ${these}
      and not ${stillAsked}`,
  );
}
