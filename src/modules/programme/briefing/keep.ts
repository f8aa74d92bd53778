import { newId } from '#base/id/index.ts';
import { writeXlsx } from '#base/table-file/index.ts';
import { typeset } from '#base/typeset/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf, system } from '#kernel/org/index.ts';
import { makeContent } from './content.ts';
import type { Briefing, KeptBriefing } from './model.ts';
import { printOf } from './print.ts';
import { addBriefing } from './store.ts';
import { tableOf } from './table.ts';
import { wordsOf } from './words.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Makes the briefing of today, as PDF and spreadsheet, and keeps it; pass a transaction. */
export async function keepBriefing(ctx: Ctx): Promise<Omit<KeptBriefing, 'by'>> {
  const content = await makeContent(ctx);
  const { pdf, xlsx } = await filesOf(ctx, content);
  // Nobody owns them: who may open them follows from the meetings (open-briefing).
  const owner = { ...ctx, actor: system('briefing') };
  const { t } = wordsOf(ctx);
  const name = t('briefing.file', { day: ctx.today });
  const [pdfId, xlsxId] = [
    (await keepDocument(owner, { name: `${name}.pdf`, bytes: [pdf], purpose: 'programme.briefing', mediaType: 'application/pdf' })).id,
    (await keepDocument(owner, { name: `${name}.xlsx`, bytes: xlsx, purpose: 'programme.briefing', mediaType: XLSX })).id,
  ];
  const kept = { id: newId(), day: ctx.today, pdfId, xlsxId, at: ctx.now.toString() };
  await addBriefing(ctx.db, { ...kept, content, by: personOf(ctx.actor) ?? null });
  return kept;
}

/** The PDF and the spreadsheet of a briefing. */
export async function filesOf(ctx: Pick<Ctx, 'services' | 'now' | 'locale'>, content: Briefing): Promise<{ pdf: Uint8Array; pages: number; xlsx: ReadableStream<Uint8Array> }> {
  const { t } = wordsOf({ services: ctx.services, locale: content.locale });
  const { bytes: pdf, pages } = await typeset(ctx.services.root, { template: 'briefing', data: printOf(content, t), at: ctx.now });
  const { headers, rows } = tableOf(content, t);
  return { pdf, pages, xlsx: writeXlsx(t('briefing.sheet'), headers, rows) };
}
