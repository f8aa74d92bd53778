import Type from 'typebox';
import { formatDay, addDays } from '#base/day/index.ts';
import { writeCsv, writeXlsx, type Cell } from '#base/table-file/index.ts';
import { catalogues, translatorOf } from '#base/text/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { getRoot } from '#kernel/org/index.ts';
import { readPlace } from '#kernel/set/index.ts';
import { GapLine, PersonLine, UnitSkills } from './model.ts';
import { listMeasured } from './people.ts';
import { readGaps, readUnitFigures, readUnitsUnder } from './read.ts';
import { differenceOf } from './rules.ts';

const closed = { additionalProperties: false };
const unitId = Type.String({ format: 'uuid', description: 'Unit; with everything under it' });
const day = Type.String({ format: 'date', description: 'Day, YYYY-MM-DD; today when left out' });
const KEPT_DAYS = 7;
const MEDIA_TYPE = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

/** How a unit stands in digital skills and awareness. */
export const readUnitSkills = operation({
  name: 'skills.read-unit',
  summary: 'How a unit stands: share measured, at the required level by area with its uncertainty, awareness by part, self-view; on a day, or on two; small groups are protected.',
  kind: 'read',
  http: 'GET /skills/units/{unitId}',
  permission: 'signed-in',
  input: Type.Object({ unitId, day: Type.Optional(day), before: Type.Optional(Type.String({ format: 'date', description: 'Earlier day to compare with' })) }, closed),
  output: UnitSkills,
  run: async (ctx, input) => {
    const on = input.day ?? ctx.today;
    const { unit, above } = await readPlace(ctx.db, input.unitId, on, ctx.today);
    const days = input.before === undefined || input.before >= on ? [on] : [on, input.before];
    const { figures, trend } = await readUnitFigures(ctx.db, ctx.actor, { unitId: unit.id, days, on });
    const [now, before = null] = figures;
    if (now === undefined) throw new Error('a day was asked for, none was read');
    const changes = now.levels.flatMap(({ area, expected }) => {
      const then = before?.levels.find((line) => line.area === area)?.expected ?? null;
      return expected === null || then === null ? [] : [{ area, ...differenceOf(then, expected) }];
    });
    return { unit, above, now, before, changes, trend, under: await readUnitsUnder(ctx.db, ctx.actor, unit.id, on) };
  },
});

const gapsInput = {
  unitId: Type.Optional(Type.String({ format: 'uuid', description: 'Unit whose direct units are compared; the city when left out' })),
  day: Type.Optional(day),
};

/** Where people lack what is required. */
export const listGaps = operation({
  name: 'skills.list-gaps',
  summary: 'Which units lack which area, most people first, to plan courses by; units of which too few are measured are counted, not shown.',
  kind: 'read',
  http: 'GET /skills/gaps',
  permission: 'signed-in',
  input: Type.Object(gapsInput, closed),
  output: Type.Object(
    {
      unitId: Type.String({ description: 'Unit whose direct units are compared' }),
      lines: Type.Array(GapLine, { description: 'Most people first' }),
      hidden: Type.Integer({ description: 'Units that are not shown: nobody measured, or too few' }),
      units: Type.Integer({ description: 'Units directly under it' }),
    },
    closed,
  ),
  run: async (ctx, input) => {
    const root = input.unitId ?? (await getRoot(ctx.db, ctx.today)).id;
    return { unitId: root, ...(await readGaps(ctx.db, ctx.actor, root, input.day ?? ctx.today)) };
  },
});

/** The same as a file. */
export const exportGaps = operation({
  name: 'skills.export-gaps',
  summary: 'A file (CSV or XLSX) of which units lack which area.',
  kind: 'write',
  http: 'POST /skills/gaps/exports',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({ ...gapsInput, format: Type.Union([Type.Literal('csv'), Type.Literal('xlsx')], { description: 'Kind of file' }) }, closed),
  output: Type.Object({ documentId: Type.String({ description: 'The file, for /documents/{id}' }) }, closed),
  trace: ({ format }) => ({ detail: { format } }),
  run: async (ctx, input) => {
    const t = translatorOf(catalogues(ctx.services.root), ctx.locale);
    const root = input.unitId ?? (await getRoot(ctx.db, ctx.today)).id;
    const on = input.day ?? ctx.today;
    const { lines } = await readGaps(ctx.db, ctx.actor, root, on);
    const headers = ['unit', 'area', 'assessed', 'below', 'expected-below', 'share-below', 'share-from', 'share-to'].map((name) => t(`skills-groups.col-${name}`));
    const rows = lines.map(({ unit, area, assessed, below, expectedBelow, share }): Cell[] => [
      ctx.locale === 'vi' ? unit.nameVi : unit.nameEn,
      t(`skills-groups.by-area.${area}`),
      assessed,
      below,
      expectedBelow,
      ...[share.share, share.from, share.to].map((one) => Math.round(1000 * one) / 10),
    ]);
    const title = t('skills-groups.gaps-title');
    const { id } = await keepDocument(ctx, {
      name: `${title} ${formatDay(on).replaceAll('/', '-')}.${input.format}`,
      bytes: input.format === 'csv' ? writeCsv(headers, rows) : writeXlsx(title.slice(0, 31), headers, rows),
      purpose: 'skills.export',
      mediaType: MEDIA_TYPE[input.format],
      retainUntil: addDays(ctx.today, KEPT_DAYS),
    });
    return { documentId: id };
  },
});

/** Who was measured in a unit, with results. */
export const listUnitResults = operation({
  name: 'skills.list-unit-results',
  summary: 'The newest results of the people in post in a unit today, with what is required of them. Asks for a purpose; each person on the list sees who looked, and why.',
  kind: 'read',
  http: 'GET /skills/units/{unitId}/people',
  permission: 'skills.see-results',
  unit: (_ctx, input) => input.unitId,
  looksAt: (_, { people }) => people.map(({ personId }) => personId),
  input: Type.Object(
    {
      unitId,
      afterSort: Type.Optional(Type.String({ description: 'Sort key of the last line of the page before' })),
      afterPerson: Type.Optional(Type.String({ format: 'uuid', description: 'Person of that line' })),
    },
    closed,
  ),
  output: Type.Object(
    {
      people: Type.Array(PersonLine, { description: 'By name, at most 50' }),
      next: Type.Union([Type.Object({ sort: Type.String({ description: 'For afterSort' }), personId: Type.String({ description: 'For afterPerson' }) }, closed), Type.Null()], {
        description: 'Where the next page begins; null: no more',
      }),
    },
    closed,
  ),
  run: async (ctx, input) => {
    const after = input.afterPerson === undefined ? undefined : { sort: input.afterSort ?? '', personId: input.afterPerson };
    const rows = await listMeasured(ctx.db, input.unitId, ctx.today, { after, limit: PAGE + 1 });
    const shown = rows.slice(0, PAGE);
    const last = shown.at(-1);
    return {
      people: shown.map(({ personId, name, unitVi, unitEn, day: on, areas }) => ({ personId, name, unitVi, unitEn, day: on, areas })),
      next: rows.length > PAGE && last !== undefined ? { sort: last.sort, personId: last.personId } : null,
    };
  },
});

const PAGE = 50;

/** What can be asked of groups. */
export const groupOperations = [readUnitSkills, listGaps, exportGaps, listUnitResults];
