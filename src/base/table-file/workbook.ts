import ExcelJS from 'exceljs';
import { legal, sheetName } from './write.ts';

/** A sheet to be written; rows lie one under the other, those of `bold` (from 0) are headings. */
export type Sheet = {
  name: string;
  /** Width in characters. `text` keeps what is typed as it is (zeros at the beginning of codes); `choices` are offered in the cells under the first row. */
  columns: readonly { width: number; text?: boolean; choices?: readonly string[] | undefined }[];
  rows: readonly (readonly string[])[];
  bold: readonly number[];
  /** Whether the first row stays in sight. */
  frozen?: boolean;
};

/** Rows of a new list that offer choices. */
const OFFERED_ROWS = 500;
/** Excel takes at most 255 characters of choices in one cell. */
const MOST_CHOICES = 250;

/** An XLSX file of several small sheets, whole in memory. Choices that do not fit into a cell, or hold a comma, are not offered. */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array<ArrayBuffer>> {
  const workbook = new ExcelJS.Workbook();
  for (const sheet of sheets) fill(workbook, sheet);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

function fill(workbook: ExcelJS.Workbook, { name, columns, rows, bold, frozen }: Sheet): void {
  const sheet = workbook.addWorksheet(sheetName(name), frozen === true ? { views: [{ state: 'frozen', ySplit: 1 }] } : {});
  sheet.columns = columns.map(({ width, text }) => ({ width, ...(text === true ? { style: { numFmt: '@' } } : {}) }));
  rows.forEach((cells, index) => {
    const row = sheet.addRow(cells.map(legal));
    if (bold.includes(index)) row.font = { bold: true };
  });
  columns.forEach(({ choices = [] }, index) => {
    if (choices.length > 0 && fits(choices)) offer(sheet, index + 1, choices);
  });
}

function fits(choices: readonly string[]): boolean {
  return choices.join(',').length <= MOST_CHOICES && choices.every((choice) => !choice.includes(','));
}

function offer(sheet: ExcelJS.Worksheet, column: number, choices: readonly string[]): void {
  for (let row = 2; row <= OFFERED_ROWS; row++) sheet.getCell(row, column).dataValidation = { type: 'list', allowBlank: true, formulae: [`"${choices.join(',')}"`] };
}
