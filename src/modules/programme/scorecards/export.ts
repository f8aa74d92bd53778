import Type from 'typebox';
import { addDays } from '#base/day/index.ts';
import { writeCsv, writeXlsx, type Cell } from '#base/table-file/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { closed, indexKey, unitId, voiceOf, year } from './inputs.ts';
import { rankingOf } from './ranking.ts';
import { readScorecard } from './view.ts';

const format = Type.Union([Type.Literal('csv'), Type.Literal('xlsx')], { description: 'Kind of file' });
const file = Type.Object({ documentId: Type.String({ description: 'The file, for /documents/{id}' }) }, closed);

/** A file of a unit's scorecard. */
export const exportScorecard = operation({
  name: 'programme.export-scorecard',
  summary: 'A file (CSV or XLSX) of the scorecard of a unit: value, self-score, appraised score, difference, state, owner, day and evidence of each component.',
  kind: 'write',
  http: 'POST /programme/scorecards/{index}/{year}/{unitId}/exports',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({ index: indexKey, year, unitId, format }, closed),
  output: file,
  trace: (input) => ({ unitId: input.unitId, detail: { index: input.index, year: input.year, format: input.format } }),
  run: async (ctx, { format: kind, ...input }) => {
    const { t } = voiceOf(ctx);
    const card = await readScorecard.run(ctx, input);
    const headers = ['code', 'component', 'max', 'rule', 'value', 'self', 'appraised', 'difference', 'counts', 'state', 'owner', 'due', 'evidence', 'verified'].map((one) =>
      t(`scorecards.col.${one}`),
    );
    const rows = card.lines.map((line): Cell[] => [
      line.code,
      line.title,
      line.maxPoints,
      line.rule,
      line.valueText,
      line.self,
      line.appraised,
      line.difference,
      line.points,
      t(`scorecards.state.${line.state}`),
      line.owner?.name ?? '',
      line.due ?? '',
      line.evidence.map(({ name }) => name).join('; '),
      t(line.verified ? 'scorecards.yes' : 'scorecards.no'),
    ]);
    const { points, maxPoints, self, appraised } = card.totals;
    rows.push(['', t('scorecards.total'), maxPoints, '', '', self, appraised, null, points, '', '', '', '', '']);
    const name = ctx.locale === 'vi' ? card.unit.nameVi : card.unit.nameEn;
    return keep(ctx, `${card.title} ${input.year} ${name}`, kind, headers, rows);
  },
});

/** A file of a ranking. */
export const exportRanking = operation({
  name: 'programme.export-ranking',
  summary: 'A file (CSV or XLSX) of the ranking of units by an index and year.',
  kind: 'write',
  http: 'POST /programme/scorecards/{index}/{year}/exports',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({ index: indexKey, year, among: Type.Optional(Type.String({ maxLength: 40, description: 'Kind of unit whose class is ranked' })), format }, closed),
  output: file,
  trace: (input) => ({ detail: { index: input.index, year: input.year, format: input.format } }),
  run: async (ctx, { format: kind, ...input }) => {
    const { t } = voiceOf(ctx);
    const ranking = await rankingOf(ctx, input);
    const headers = [t('scorecards.rank'), t('scorecards.unit'), t('scorecards.total'), t('scorecards.band'), t('scorecards.note'), ...ranking.groups.map(({ title }) => title)];
    const rows = ranking.units.map((line): Cell[] => [
      line.rank,
      ctx.locale === 'vi' ? line.nameVi : line.nameEn,
      line.points,
      line.band,
      [line.provisional ? t('scorecards.provisional') : '', line.mean.length > 0 ? t('scorecards.mean-of', { units: line.mean.join(', ') }) : '']
        .filter((text) => text !== '')
        .join('; '),
      ...line.groups.map(({ points }) => points),
    ]);
    return keep(ctx, `${ranking.title} ${input.year}`, kind, headers, rows);
  },
});

async function keep(ctx: Ctx, name: string, kind: 'csv' | 'xlsx', headers: string[], rows: Cell[][]): Promise<{ documentId: string }> {
  const document = await keepDocument(ctx, {
    name: `${name} ${ctx.today}.${kind}`,
    bytes: kind === 'csv' ? writeCsv(headers, rows) : writeXlsx(name, headers, rows),
    purpose: 'programme.export',
    mediaType: kind === 'csv' ? 'text/csv' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    retainUntil: addDays(ctx.today, 7),
  });
  return { documentId: document.id };
}
