import { STATED_WORDS } from './words.ts';

/** A column of the template: headings by which it is recognised (Vietnamese and English first), and what a cell looks like. */
type Column = { name: ColumnName; labels: readonly [vi: string, en: string, ...others: string[]]; required: boolean; example: string };

/** Name of a column of the template. */
export type ColumnName = 'row' | 'code' | 'title' | 'titleEn' | 'points' | 'rule' | 'table' | 'fullAt' | 'indicator' | 'note' | 'noteEn' | 'source' | 'verified';

/** The columns of an index in a spreadsheet: one row for each group and, under it, one for each of its components. */
export const INDEX_COLUMNS: readonly Column[] = [
  { name: 'row', labels: ['Loại dòng', 'Row', 'Loại'], required: true, example: STATED_WORDS.component.vi },
  { name: 'code', labels: ['Mã', 'Code', 'Mã số', 'Ký hiệu'], required: true, example: '1.1' },
  { name: 'title', labels: ['Tên', 'Title', 'Chỉ tiêu', 'Tên chỉ số', 'Nội dung'], required: true, example: 'Tỷ lệ hồ sơ nộp trực tuyến' },
  { name: 'titleEn', labels: ['Tên tiếng Anh', 'English title'], required: false, example: 'Dossiers handed in online' },
  { name: 'points', labels: ['Điểm tối đa', 'Maximum points', 'Điểm'], required: true, example: '10' },
  { name: 'rule', labels: ['Quy tắc', 'Rule', 'Cách tính điểm'], required: true, example: 'Tỷ lệ có ngưỡng' },
  { name: 'table', labels: ['Bậc hoặc điều kiện', 'Steps or conditions', 'Bậc điểm', 'Điều kiện'], required: false, example: '4: 20; 3: 15; 2: 10; 1: 5' },
  { name: 'fullAt', labels: ['Ngưỡng đủ điểm (%)', 'Full points from (%)', 'Ngưỡng đủ điểm', 'Ngưỡng'], required: false, example: '80' },
  { name: 'indicator', labels: ['Chỉ số của Khuê', 'Indicator of Khuê', 'Lấy từ chỉ số'], required: false, example: 'accounts-used' },
  { name: 'note', labels: ['Ghi chú', 'Note', 'Giải thích'], required: false, example: '' },
  { name: 'noteEn', labels: ['Ghi chú tiếng Anh', 'English note'], required: false, example: '' },
  { name: 'source', labels: ['Nguồn', 'Source'], required: false, example: '' },
  { name: 'verified', labels: ['Đã kiểm chứng', 'Verified'], required: false, example: 'Có' },
];
