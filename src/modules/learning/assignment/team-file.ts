import Type from 'typebox';
import { addDays, formatDay } from '#base/day/index.ts';
import { writeCsv, writeXlsx, type Cell } from '#base/table-file/index.ts';
import { translator } from '#base/text/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { closed } from '../model.ts';
import { TeamAsked } from './model.ts';
import { stateOf } from './rules.ts';
import { listTeamLines } from './team-store.ts';

const MOST = 5000;
const KEPT_DAYS = 7;
const MEDIA_TYPE = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

/** The list of a team as a file. */
export const exportTeam = operation({
  name: 'learning.export-team',
  summary: `A file (CSV or XLSX) of who of a unit and all under it must complete which course by when, and who has, narrowed as the list; at most ${MOST} lines. Never answers or results. Asks for a purpose, and each person named sees the line.`,
  kind: 'write',
  http: 'POST /learning/units/{unitId}/team-files',
  permission: 'learning.see-team',
  unit: (_ctx, { unitId }) => unitId,
  exports: true,
  looksAt: (_input, { people }) => people,
  input: Type.Object({ ...TeamAsked, format: Type.Enum(['csv', 'xlsx'], { description: 'Kind of file' }) }, closed),
  output: Type.Object(
    {
      documentId: Type.String({ description: 'The file, for /documents/{id}' }),
      lines: Type.Integer({ description: 'Lines in it' }),
      people: Type.Array(Type.String({ description: 'Who is named in it' })),
    },
    closed,
  ),
  trace: ({ unitId, format }, { lines }) => ({ unitId, detail: { format, lines } }),
  run: async (ctx, { unitId, format, state = 'all', ...narrow }) => {
    const t = translator(ctx.locale, ctx.services.root);
    const lines = await listTeamLines(ctx.db, unitId, { ...narrow, state }, { locale: ctx.locale, today: ctx.today, limit: MOST, offset: 0 });
    const headers = [
      'learning-assignment.name',
      'learning.staff-code',
      'learning.unit',
      'learning.course',
      'learning-assignment.due',
      'learning-assignment.state',
      'learning.completed-on',
    ];
    const rows = lines.map((line): Cell[] => [
      line.name,
      line.staffCode,
      line.unitName,
      line.title,
      formatDay(line.due),
      t(`learning-assignment.state-${stateOf(line, ctx.today)}`),
      line.completedOn === null ? '' : formatDay(line.completedOn),
    ]);
    const title = t('learning-assignment.team');
    const heads = headers.map((key) => t(key));
    const { id } = await keepDocument(ctx, {
      name: `${title} ${formatDay(ctx.today).replaceAll('/', '-')}.${format}`,
      bytes: format === 'csv' ? writeCsv(heads, rows) : writeXlsx(title.slice(0, 31), heads, rows),
      purpose: 'learning.team-export',
      mediaType: MEDIA_TYPE[format],
      retainUntil: addDays(ctx.today, KEPT_DAYS),
    });
    return { documentId: id, lines: rows.length, people: [...new Set(lines.map(({ personId }) => personId))] };
  },
});
