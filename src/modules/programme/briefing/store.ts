import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Briefing, KeptBriefing } from './model.ts';

/** Keeps a briefing. */
export async function addBriefing(db: Db, row: Omit<KeptBriefing, 'by'> & { content: Briefing; by: string | null }): Promise<void> {
  await all(
    db,
    sql`
    insert into programme.briefing (id, day, content, pdf_id, xlsx_id, made_by, made_at)
    values (${row.id}, ${row.day}, ${JSON.stringify(row.content)}::jsonb, ${row.pdfId}, ${row.xlsxId}, ${row.by}, ${row.at})`,
  );
}

/** The newest briefings for which a condition on `briefing` holds. */
export async function listBriefings(db: Db, which: RawBuilder<boolean>, limit: number): Promise<KeptBriefing[]> {
  const rows = await all(
    db,
    sql<Omit<KeptBriefing, 'at'> & { at: Date }>`
    select briefing.id, briefing.day, briefing.pdf_id as "pdfId", briefing.xlsx_id as "xlsxId", maker.name as by, briefing.made_at as at
    from programme.briefing
    left join kernel.person as maker on maker.id = briefing.made_by
    where ${which}
    order by briefing.made_at desc, briefing.id desc
    limit ${limit}`,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** What a briefing says, as it was kept; undefined when there is none. */
export async function findContent(db: Db, id: string): Promise<{ content: unknown; day: Day } | undefined> {
  return one(
    db,
    sql<{ content: unknown; day: Day }>`
    select briefing.content, briefing.day
    from programme.briefing
    where briefing.id = ${id}`,
  );
}
