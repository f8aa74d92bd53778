import Type from 'typebox';
import { addDays, formatDay } from '#base/day/index.ts';
import { inTransaction } from '#base/db/index.ts';
import { writeCsv, writeXlsx, type Cell } from '#base/table-file/index.ts';
import { catalogues, translatorOf, type Translate } from '#base/text/index.ts';
import { writeAudit } from '#kernel/audit/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { every, job } from '#kernel/job/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { findActor } from '#kernel/org/index.ts';
import { dropExports, findExport, noteProgress, type ExportOrder } from './export-store.ts';
import { listMembers, reachOf, type Member } from './members.ts';
import { getSet } from './registry.ts';

const MEDIA_TYPE = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

/** Days for which the file is kept. */
const KEPT_DAYS = 7;

/** Rows fetched at a time. */
const PAGE = 2000;

/** Writes a large file after the request that asked for it, as the person who asked and with what that person may see then. */
export const writeExportJob = job({
  name: 'set.write-export',
  input: Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false }),
  run: async (ctx, { id }) => {
    const order = await findExport(ctx.db, id);
    if (order === undefined || order.documentId !== null) return;
    const actor = order.requestedBy === null ? ctx.actor : await findActor(ctx.db, order.requestedBy, ctx.today);
    if (actor === undefined) return;
    await writeExport({ ...ctx, actor, locale: order.locale, purpose: order.purpose ?? undefined }, order, (done) => noteProgress(ctx.db, id, done));
  },
});

/** Forgets old exports, once an hour. */
export const dropOldExports = every(3600, 'set.drop-exports', (ctx) => dropExports(ctx.db, addDays(ctx.today, -KEPT_DAYS)));

/** Writes the file, keeps it and, for records of people, notes for each of them who took their line away and why; returns the document's id. */
export async function writeExport(ctx: Ctx, order: ExportOrder, onPage: (done: number) => Promise<void> = async () => undefined): Promise<string> {
  const definition = getSet(order.set);
  const t = translatorOf(catalogues(ctx.services.root), order.locale);
  const taken: string[] = [];
  async function* lines(): AsyncGenerator<readonly Cell[]> {
    for await (const page of pages(ctx, order)) {
      for (const member of page) {
        taken.push(member.person);
        yield [member.label, member.detail, member.unitName, formatDay(member.since), member.weight];
      }
      await onPage(taken.length);
    }
  }
  const headers = headersOf(t);
  const name = `${t(definition.title)} ${order.query.day}`;
  const bytes = order.format === 'csv' ? writeCsv(headers, lines()) : writeXlsx(t(definition.title), headers, lines());
  return inTransaction(ctx.db, async (db) => {
    const document = await keepDocument(
      { ...ctx, db },
      { name: `${name}.${order.format}`, bytes, purpose: 'set.export', mediaType: MEDIA_TYPE[order.format], retainUntil: addDays(ctx.today, KEPT_DAYS) },
    );
    await noteProgress(db, order.id, taken.length, document.id);
    await writeAudit(db, {
      operation: 'set.write-export',
      outcome: 'done',
      actor: ctx.actor,
      requestId: ctx.requestId,
      unitId: order.query.unitId,
      purpose: ctx.purpose,
      detail: { export: order.id, set: order.set, rows: taken.length },
      lookedAt: definition.people ? taken : [],
    });
    return document.id;
  });
}

function headersOf(t: Translate): string[] {
  return [t('figures.col-name'), t('figures.col-detail'), t('figures.col-unit'), t('figures.col-since'), t('figures.col-weight')];
}

async function* pages(ctx: Ctx, { set, query }: ExportOrder): AsyncGenerator<Member[]> {
  const definition = getSet(set);
  const reach = await reachOf(ctx.db, definition, ctx.actor, ctx.today, query);
  let after: { sort: string; record: string } | undefined;
  for (;;) {
    const page = await listMembers(ctx.db, definition, reach, query, { after, limit: PAGE });
    if (page.length > 0) yield page;
    after = page.at(-1);
    if (page.length < PAGE) return;
  }
}
