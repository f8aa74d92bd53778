import type { Locale } from '#base/text/index.ts';
import { POST_KINDS, STAFF_COLUMNS, type Column } from './columns.ts';

/** What a list holds: who holds which post, posts, or units. */
export const IMPORT_KINDS = ['staff', 'posts', 'units'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

const MAIN = { name: 'main', labels: ['Vị trí chính', 'Main post', 'Chính', 'Giữ chính'], required: false, example: 'Có' } as const satisfies Column;

const POSTS_COLUMNS = [
  { name: 'unitCode', labels: ['Mã đơn vị', 'Unit code', 'Mã ĐV', 'Mã cơ quan'], required: true, example: '00004.VP' },
  { name: 'unitName', labels: ['Tên đơn vị', 'Unit name', 'Đơn vị', 'Cơ quan, đơn vị'], required: false, example: 'Văn phòng HĐND và UBND' },
  { name: 'postCode', labels: ['Mã vị trí', 'Post code', 'Mã vị trí việc làm', 'Mã VTVL'], required: false, example: 'VT000456' },
  { name: 'title', labels: ['Vị trí việc làm', 'Post title', 'Chức danh', 'Chức vụ', 'Chức vụ, chức danh'], required: true, example: 'Chuyên viên' },
  { name: 'kind', labels: ['Loại', 'Kind', 'Loại vị trí', 'Nhóm'], required: true, example: 'Công chức, viên chức' },
  { name: 'count', labels: ['Số lượng', 'Number', 'Biên chế', 'Số người'], required: false, example: '3' },
  { name: 'from', labels: ['Từ ngày', 'From', 'Ngày bắt đầu', 'Ngày mở'], required: true, example: '01/07/2025' },
  { name: 'to', labels: ['Đến ngày', 'To', 'Đến hết ngày', 'Ngày kết thúc', 'Ngày đóng'], required: false, example: '' },
] as const satisfies readonly Column[];

const UNITS_COLUMNS = [
  { name: 'code', labels: ['Mã đơn vị', 'Unit code', 'Mã ĐV', 'Mã cơ quan'], required: true, example: '00004.VP' },
  { name: 'codeSystem', labels: ['Hệ mã', 'Code system', 'Loại mã'], required: false, example: 'khue' },
  { name: 'nameVi', labels: ['Tên đơn vị', 'Unit name', 'Đơn vị', 'Tên cơ quan'], required: true, example: 'Văn phòng HĐND và UBND' },
  { name: 'nameEn', labels: ['Tên tiếng Anh', 'English name', 'Tên đơn vị (tiếng Anh)'], required: false, example: 'Office of the People’s Council and People’s Committee' },
  { name: 'kind', labels: ['Loại đơn vị', 'Unit kind', 'Loại', 'Loại hình'], required: true, example: 'Phòng, ban' },
  { name: 'parentCode', labels: ['Mã đơn vị cấp trên', 'Parent code', 'Đơn vị cấp trên', 'Mã cấp trên', 'Trực thuộc'], required: false, example: '00004' },
  { name: 'from', labels: ['Từ ngày', 'From', 'Ngày thành lập', 'Ngày bắt đầu'], required: true, example: '01/07/2025' },
  { name: 'to', labels: ['Đến ngày', 'To', 'Đến hết ngày', 'Ngày kết thúc', 'Ngày giải thể'], required: false, example: '' },
] as const satisfies readonly Column[];

/** The columns of each kind of list; the first label heads the Vietnamese template, the second the English one. */
export const COLUMNS: Record<ImportKind, readonly Column[]> = { staff: [...STAFF_COLUMNS, MAIN], posts: POSTS_COLUMNS, units: UNITS_COLUMNS };

/** Words by which a cell names a value; the first of each is written in Vietnamese templates, the second in English ones. */
export type Words = readonly { readonly value: string; readonly words: readonly string[] }[];

export const SEXES: Words = [
  { value: 'female', words: ['Nữ', 'Female', 'F', 'Gái', 'Bà'] },
  { value: 'male', words: ['Nam', 'Male', 'M', 'Trai', 'Ông'] },
];

export const YES_NO: Words = [
  { value: 'yes', words: ['Có', 'Yes', 'X', 'True', '1', 'Đúng', 'Đoàn viên', 'Chính'] },
  { value: 'no', words: ['Không', 'No', 'False', '0', 'Chưa', 'Kiêm nhiệm'] },
];

export const KINDS_OF_POST: Words = POST_KINDS.map(({ kind, words }) => ({ value: kind, words }));

export const KINDS_OF_UNIT: Words = [
  { value: 'city', words: ['Thành phố', 'City', 'Tỉnh', 'Thành phố trực thuộc trung ương'] },
  { value: 'people-committee', words: ['Ủy ban nhân dân', "People's committee", 'UBND'] },
  { value: 'department', words: ['Sở', 'Department', 'Sở, ngành'] },
  { value: 'office', words: ['Văn phòng', 'Office'] },
  { value: 'management-board', words: ['Ban quản lý', 'Management board'] },
  { value: 'inspectorate', words: ['Thanh tra', 'Inspectorate'] },
  { value: 'trade-union', words: ['Công đoàn', 'Trade union', 'Liên đoàn Lao động'] },
  { value: 'service-centre', words: ['Trung tâm', 'Service centre', 'Đơn vị sự nghiệp'] },
  { value: 'urban-district', words: ['Quận', 'Urban district'] },
  { value: 'rural-district', words: ['Huyện', 'Rural district'] },
  { value: 'town', words: ['Thị xã', 'Town'] },
  { value: 'ward', words: ['Phường', 'Ward'] },
  { value: 'commune', words: ['Xã', 'Commune'] },
  { value: 'township', words: ['Thị trấn', 'Township'] },
  { value: 'division', words: ['Phòng, ban', 'Division', 'Phòng', 'Ban', 'Phòng chuyên môn'] },
];

/** The fields of a kind of list with their names in a language. */
export function fieldsOf(kind: ImportKind, locale: Locale): { name: string; label: string; required: boolean }[] {
  return COLUMNS[kind].map(({ name, labels, required }) => ({ name, label: labels[locale === 'vi' ? 0 : 1], required }));
}

/** What a field is called in a language; '' for one that the kind does not have. */
export function labelOf(kind: ImportKind, field: string, locale: Locale): string {
  return fieldsOf(kind, locale).find(({ name }) => name === field)?.label ?? '';
}
