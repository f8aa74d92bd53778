/** A column of an import template: `labels[0]` heads the template, the others are recognised too. */
export type Column = {
  name: string;
  /** Headings by which the column is recognised, the Vietnamese of the template first, the English of the template second. */
  labels: readonly [vi: string, en: string, ...others: string[]];
  /** Whether every row must fill it. */
  required: boolean;
  /** What a cell looks like, shown in the template. */
  example: string;
};

/**
 * Columns of the staff template: one row for each holding of a post by a person. A person with two posts, or with an earlier
 * post, has several rows that repeat the person's columns. Days are written dd/mm/yyyy (or YYYY-MM-DD), and both are inclusive:
 * the last day in the post stands under `to`; empty means still in post.
 */
export const STAFF_COLUMNS = [
  { name: 'staffCode', labels: ['Mã cán bộ', 'Staff code', 'Mã CB', 'Mã số cán bộ', 'Mã nhân viên', 'Mã CBCCVC'], required: true, example: 'CB000123' },
  { name: 'name', labels: ['Họ và tên', 'Full name', 'Họ tên', 'Họ, tên', 'Họ và tên khai sinh'], required: true, example: 'Nguyễn Thị Lan Anh' },
  { name: 'birthDate', labels: ['Ngày sinh', 'Birth date', 'Ngày tháng năm sinh', 'Ngày, tháng, năm sinh'], required: true, example: '15/08/1988' },
  { name: 'sex', labels: ['Giới tính', 'Sex', 'Giới', 'Nam/Nữ'], required: true, example: 'Nữ' },
  { name: 'email', labels: ['Thư điện tử', 'E-mail', 'Email', 'Địa chỉ email', 'Hộp thư công vụ'], required: false, example: 'lananh@demo.khue.example' },
  { name: 'phone', labels: ['Điện thoại', 'Phone', 'Số điện thoại', 'Di động', 'SĐT'], required: false, example: '0000 123 456' },
  {
    name: 'personalId',
    labels: ['Số định danh cá nhân', 'Personal id number', 'Số CCCD', 'CCCD', 'Số căn cước', 'Số căn cước công dân'],
    required: false,
    example: '000188000123',
  },
  { name: 'unitCode', labels: ['Mã đơn vị', 'Unit code', 'Mã ĐV', 'Mã cơ quan'], required: true, example: '00004.VP' },
  { name: 'unitName', labels: ['Tên đơn vị', 'Unit name', 'Đơn vị', 'Đơn vị công tác', 'Cơ quan, đơn vị'], required: false, example: 'Văn phòng HĐND và UBND' },
  { name: 'postCode', labels: ['Mã vị trí', 'Post code', 'Mã vị trí việc làm', 'Mã VTVL'], required: false, example: 'VT000456' },
  { name: 'title', labels: ['Vị trí việc làm', 'Post title', 'Chức danh', 'Chức vụ', 'Chức vụ, chức danh'], required: true, example: 'Chuyên viên' },
  { name: 'kind', labels: ['Loại', 'Kind', 'Loại vị trí', 'Loại cán bộ', 'Nhóm'], required: true, example: 'Công chức, viên chức' },
  { name: 'from', labels: ['Từ ngày', 'From', 'Ngày bắt đầu', 'Ngày bổ nhiệm', 'Ngày nhận việc'], required: true, example: '01/07/2025' },
  { name: 'to', labels: ['Đến ngày', 'To', 'Đến hết ngày', 'Ngày kết thúc'], required: false, example: '' },
  { name: 'salaryCoefficient', labels: ['Hệ số lương', 'Salary coefficient', 'Hệ số', 'HSL'], required: false, example: '3,33' },
  { name: 'unionMember', labels: ['Đoàn viên công đoàn', 'Trade-union member', 'Đoàn viên', 'Công đoàn'], required: false, example: 'Có' },
] as const satisfies readonly Column[];

/** Name of a column of the staff template. */
export type StaffColumn = (typeof STAFF_COLUMNS)[number]['name'];

/** One row of the staff template as text cells; an empty text is an empty cell. */
export type StaffRow = Record<StaffColumn, string>;

/** The three kinds of post, each with the words by which a cell names it (the first is written in templates). */
export const POST_KINDS = [
  { kind: 'leader', words: ['Lãnh đạo', 'Leader', 'Lãnh đạo, quản lý', 'Quản lý'] },
  { kind: 'staff', words: ['Công chức, viên chức', 'Staff', 'Công chức', 'Viên chức', 'Cán bộ', 'Nhân viên'] },
  { kind: 'contract', words: ['Hợp đồng', 'Contract', 'Lao động hợp đồng', 'HĐLĐ', 'HĐ'] },
] as const;

/** Kind of a post. */
export type PostKind = (typeof POST_KINDS)[number]['kind'];
