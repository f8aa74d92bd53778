import Type from 'typebox';
import type { Cell } from '#base/table-file/index.ts';
import { formatDay } from '#base/day/index.ts';
import { catalogues, translatorOf } from '#base/text/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { FileFormat, keepTable } from '../file.ts';
import { closed } from '../plans/model.ts';
import type { TargetLine } from './model.ts';
import { filterFields, listFiltered } from './operations.ts';

/** A file of targets with how they stand. */
export const exportTargets = operation({
  name: 'programme.export-targets',
  summary: 'A file (CSV or XLSX) of the targets that a filter leaves, with value, how they stand and who answers.',
  kind: 'write',
  http: 'POST /programme/targets/exports',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({ ...filterFields, format: FileFormat }, closed),
  output: Type.Object({ documentId: Type.String({ description: 'The file, for /documents/{id}' }) }, closed),
  trace: ({ format }) => ({ detail: { format } }),
  run: async (ctx, { format, ...filter }) => {
    const t = translatorOf(catalogues(ctx.services.root), ctx.locale);
    const vi = ctx.locale === 'vi';
    const columns: [string, (line: TargetLine) => Cell][] = [
      [t('plans.col-target'), (line) => (vi ? line.titleVi : line.titleEn)],
      [t('plans.col-plan'), (line) => (vi ? line.plan.titleVi : line.plan.titleEn)],
      [t('plans.col-aim'), (line) => line.value],
      [t('plans.col-direction'), (line) => t(`plans.direction-${line.direction}`)],
      [t('plans.col-measure'), (line) => (vi ? line.unitVi : line.unitEn)],
      [t('plans.col-due'), (line) => formatDay(line.due)],
      [t('plans.col-now'), (line) => line.latest?.value ?? null],
      [t('plans.col-now-day'), (line) => (line.latest === null ? null : formatDay(line.latest.day))],
      [t('plans.col-at-due'), (line) => line.atDue?.value ?? null],
      [t('plans.col-status'), (line) => t(`plans.status-${line.status}`)],
      [t('plans.col-owner'), (line) => (vi ? line.unit.nameVi : line.unit.nameEn)],
      [t('plans.col-person'), (line) => line.person?.name ?? null],
      [t('plans.col-document'), (line) => line.document],
      [t('plans.col-verified'), (line) => t(line.verified ? 'plans.verified' : 'plans.unverified')],
    ];
    const rows = (await listFiltered(ctx, filter)).map((line) => columns.map(([, cell]) => cell(line)));
    const documentId = await keepTable(
      ctx,
      format,
      t('plans.title'),
      columns.map(([head]) => head),
      rows,
    );
    return { documentId };
  },
});
