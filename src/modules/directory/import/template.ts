import Type from 'typebox';
import { all, sql } from '#base/db/index.ts';
import { writeCsv, writeWorkbook, type Sheet } from '#base/table-file/index.ts';
import type { Locale, Translate } from '#base/text/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { scope } from '#kernel/org/index.ts';
import { COLUMNS, IMPORT_KINDS, KINDS_OF_POST, KINDS_OF_UNIT, SEXES, YES_NO, type ImportKind, type Words } from './kinds.ts';

const UnitOfList = Type.Object({ code: Type.String({ description: 'Code of the unit' }), name: Type.String({ description: 'Its name today' }) }, { additionalProperties: false });
type UnitOfList = { code: string; name: string };

/** The units that a template lists: those into which the asker may import, today. */
export const listImportUnits = operation({
  name: 'directory.list-import-units',
  summary: 'Codes and names of the units into which one may import, for the template',
  kind: 'read',
  http: 'GET /directory/imports/units',
  permission: 'directory.import',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({ units: Type.Array(UnitOfList, { description: 'By name' }) }, { additionalProperties: false }),
  run: async (ctx) => ({
    units: await all(
      ctx.db,
      sql<UnitOfList>`
      select unit_code.code, version.name_vi as name
      from kernel.unit_version as version
      join kernel.unit_code
        on unit_code.unit_id = version.unit_id
        and unit_code.valid_from <= ${ctx.today}
        and unit_code.valid_to > ${ctx.today}
      where version.valid_from <= ${ctx.today}
        and version.valid_to > ${ctx.today}
        and ${scope(ctx.actor, 'directory.import', sql`version.unit_id`, ctx.today)}
      order by version.name_vi collate kernel.vi, unit_code.code`,
    ),
  }),
});

/** Reads the name of a template: `staff.xlsx`; undefined when there is none of that name. */
export function templateOf(file: string): { kind: ImportKind; format: 'xlsx' | 'csv' } | undefined {
  const [name, format] = file.split('.');
  const kind = IMPORT_KINDS.find((known) => known === name);
  return kind !== undefined && (format === 'xlsx' || format === 'csv') ? { kind, format } : undefined;
}

/** The CSV template: the headings in the language asked for. */
export function csvTemplate(kind: ImportKind, locale: Locale): ReadableStream<Uint8Array> {
  return writeCsv(headings(kind, locale), []);
}

/** The XLSX template: an empty list whose cells offer the words that are understood, a sheet that explains each column, and one with words and unit codes. */
export async function xlsxTemplate(kind: ImportKind, locale: Locale, t: Translate, units: UnitOfList[]): Promise<Uint8Array<ArrayBuffer>> {
  return writeWorkbook([emptyList(kind, locale, t), explanation(kind, locale, t), wordsAndUnits(kind, locale, t, units)]);
}

const WORDS: Record<ImportKind, Partial<Record<string, Words>>> = {
  staff: { sex: SEXES, kind: KINDS_OF_POST, unionMember: YES_NO, main: YES_NO },
  posts: { kind: KINDS_OF_POST },
  units: { kind: KINDS_OF_UNIT },
};

function headings(kind: ImportKind, locale: Locale): string[] {
  return COLUMNS[kind].map(({ labels }) => labels[locale === 'vi' ? 0 : 1]);
}

function firstWords(words: Words, locale: Locale): string[] {
  return words.map((entry) => entry.words[locale === 'vi' ? 0 : 1] ?? '');
}

function emptyList(kind: ImportKind, locale: Locale, t: Translate): Sheet {
  return {
    name: t('import.template-sheet'),
    columns: COLUMNS[kind].map(({ name, labels }) => {
      const words = WORDS[kind][name];
      return { width: Math.max(14, labels[0].length + 4), text: true, choices: words && firstWords(words, locale) };
    }),
    rows: [headings(kind, locale)],
    bold: [0],
    frozen: true,
  };
}

function explanation(kind: ImportKind, locale: Locale, t: Translate): Sheet {
  const lines = COLUMNS[kind].map(({ name, labels, required, example }) => [
    labels[locale === 'vi' ? 0 : 1],
    t(required ? 'import.template-yes' : 'import.template-no'),
    t(`import.help.${kind}.${name}`),
    example,
  ]);
  return {
    name: t('import.template-help'),
    columns: [26, 12, 90, 30].map((width) => ({ width })),
    rows: [[t('import.template-column'), t('import.template-required'), t('import.template-meaning'), t('import.template-example')], ...lines],
    bold: [0],
  };
}

function wordsAndUnits(kind: ImportKind, locale: Locale, t: Translate, units: UnitOfList[]): Sheet {
  const words = COLUMNS[kind].flatMap(({ name, labels }) => (WORDS[kind][name] ?? []).map((entry) => [labels[locale === 'vi' ? 0 : 1], entry.words.join(' · ')]));
  return {
    name: t('import.template-lists'),
    columns: [{ width: 26 }, { width: 70 }],
    rows: [
      [t('import.template-column'), t('import.list-words')],
      ...words,
      [],
      [t('import.list-unit-code'), t('import.list-unit-name')],
      ...units.map(({ code, name }) => [code, name]),
    ],
    bold: [0, words.length + 2],
  };
}
