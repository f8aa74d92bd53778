import { error } from '@sveltejs/kit';
import { imports } from '#modules/directory/index.ts';
import { load } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** The template of one kind of list, built for the asker's language and units. */
export const GET: RequestHandler = async (event) => {
  const { ctx, t } = event.locals;
  const template = imports.templateOf(event.params.file);
  if (template === undefined) error(404, { message: t('import.no-template') });
  const { units } = await load(event, imports.listImportUnits, {});
  const body = template.format === 'csv' ? imports.csvTemplate(template.kind, ctx.locale) : await imports.xlsxTemplate(template.kind, ctx.locale, t, units);
  const type = template.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return new Response(body, { headers: { 'content-type': type, 'content-disposition': `attachment; filename="khue-${event.params.file}"` } });
};
