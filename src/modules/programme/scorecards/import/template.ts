import { writeCsv, writeWorkbook, type Sheet } from '#base/table-file/index.ts';
import { numberText } from '../number.ts';
import type { Index, Rule } from '../model.ts';
import type { Voice } from '../words.ts';
import { INDEX_COLUMNS, type ColumnName } from './columns.ts';
import { listWords, RULE_WORDS, STATED_WORDS, YES_WORDS } from './words.ts';

/** The template as XLSX: empty, or with the rows of an index, so that only what is missing needs to be filled in; a second sheet explains each column. */
export function indexWorkbook(voice: Voice, index?: Index): Promise<Uint8Array<ArrayBuffer>> {
  return writeWorkbook([rowsSheet(voice, index), helpSheet(voice)]);
}

/** The same rows as CSV. */
export function indexCsv({ locale }: Voice, index?: Index): ReadableStream<Uint8Array> {
  return writeCsv(headings(locale), index === undefined ? [] : rowsOf(index, locale));
}

function headings(locale: 'vi' | 'en'): string[] {
  return INDEX_COLUMNS.map(({ labels }) => labels[locale === 'vi' ? 0 : 1]);
}

function rowsSheet({ t, locale }: Voice, index: Index | undefined): Sheet {
  const choices: Partial<Record<ColumnName, string[]>> = { row: listWords(STATED_WORDS, locale), rule: listWords(RULE_WORDS, locale), verified: listWords(YES_WORDS, locale) };
  return {
    name: t('scorecards.template-rows'),
    columns: INDEX_COLUMNS.map(({ name, labels }) => ({ width: name === 'title' ? 50 : Math.max(14, labels[0].length + 4), text: true, choices: choices[name] })),
    rows: [headings(locale), ...(index === undefined ? [] : rowsOf(index, locale))],
    bold: [0],
    frozen: true,
  };
}

function helpSheet({ t, locale }: Voice): Sheet {
  const lines = INDEX_COLUMNS.map(({ name, labels, required, example }) => [
    labels[locale === 'vi' ? 0 : 1],
    t(required ? 'scorecards.template-yes' : 'scorecards.template-no'),
    t(`scorecards.help.${name}`),
    example,
  ]);
  return {
    name: t('scorecards.template-help'),
    columns: [26, 12, 90, 30].map((width) => ({ width })),
    rows: [[t('scorecards.template-column'), t('scorecards.template-required'), t('scorecards.template-meaning'), t('scorecards.template-example')], ...lines],
    bold: [0],
  };
}

/** Groups and components of an index as rows of the template. */
function rowsOf(index: Index, locale: 'vi' | 'en'): string[][] {
  const row = (cells: Partial<Record<ColumnName, string>>): string[] => INDEX_COLUMNS.map(({ name }) => cells[name] ?? '');
  const points = (value: number | null): string => (value === null ? '' : numberText(value));
  const yes = (verified: boolean): string => YES_WORDS[verified ? 'yes' : 'no'][locale];
  return index.groups.flatMap((group) => [
    row({
      row: STATED_WORDS[!group.scored ? 'group-not-scored' : group.by === 'whole' ? 'group-whole' : 'group'][locale],
      code: group.code,
      title: group.title_vi,
      titleEn: group.title_en,
      points: points(group.max_points),
      verified: yes(group.verified),
    }),
    ...group.components.map((one) =>
      row({
        row: STATED_WORDS.component[locale],
        code: one.code,
        title: one.title_vi,
        titleEn: one.title_en,
        points: points(one.max_points),
        rule: one.rule === null ? '' : RULE_WORDS[one.rule.kind][locale],
        ...tableOf(one.rule),
        indicator: one.indicator ?? '',
        note: one.note_vi ?? '',
        noteEn: one.note_en ?? '',
        source: one.source ?? '',
        verified: yes(one.verified),
      }),
    ),
  ]);
}

function tableOf(rule: Rule | null): { table?: string; fullAt?: string } {
  switch (rule?.kind) {
    case 'steps':
    case 'count-steps':
      return { table: rule.steps.map(({ at_least, points }) => `${numberText(at_least)}: ${numberText(points)}`).join('; ') };
    case 'conditions':
      return { table: rule.conditions.map(({ title_vi, points }) => `${title_vi}: ${numberText(points)}`).join('; ') };
    case 'ratio-threshold':
      return { fullAt: numberText((100 * rule.full_at) / rule.per) };
    default:
      return {};
  }
}
