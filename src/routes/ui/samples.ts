import type { Column, Status, SummaryRow, Task } from '#ui/types.ts';

type Person = { name: string; post: string; coefficient: number; since: string; status: Status };

/** Imaginary people of a real ward. */
export const people: readonly Person[] = [
  { name: 'Nguyễn Thị Minh Hạnh', post: 'Công chức Một cửa', coefficient: 3.33, since: '01/07/2025', status: { tone: 'good', text: 'Đã xác nhận' } },
  { name: 'Trần Quốc Bảo', post: 'Trưởng phòng Văn hóa - Xã hội', coefficient: 4.98, since: '15/08/2019', status: { tone: 'good', text: 'Đã xác nhận' } },
  { name: 'Lê Ánh Tuyết', post: 'Văn thư, lưu trữ', coefficient: 2.67, since: '02/01/2024', status: { tone: 'caution', text: 'Chờ xác nhận' } },
  { name: 'Phạm Đức Long', post: 'Chuyên viên Kinh tế, Hạ tầng và Đô thị', coefficient: 2.34, since: '01/11/2026', status: { tone: 'bad', text: 'Thiếu ngày sinh' } },
  { name: 'Vũ Ngọc Ánh', post: 'Viên chức Trung tâm Phục vụ hành chính công', coefficient: 3, since: '01/07/2025', status: { tone: 'none', text: 'Chưa có số liệu' } },
];

/** The columns of the table of people. */
export const personColumns: readonly Column<Person>[] = [
  { key: 'name', label: 'Họ và tên', value: (person) => person.name, href: () => '#bang', sortable: true },
  { key: 'post', label: 'Vị trí việc làm', value: (person) => person.post, sortable: true },
  { key: 'coefficient', label: 'Hệ số', value: (person) => person.coefficient.toFixed(2).replace('.', ','), numeric: true, sortable: true },
  { key: 'since', label: 'Từ ngày', value: (person) => person.since, numeric: true },
  { key: 'status', label: 'Tình trạng', value: (person) => person.status.text, tag: (person) => person.status },
];

/** What awaits somebody. */
export const tasks: readonly Task[] = [
  {
    title: 'Đọc và trả lời: Bảo vệ dữ liệu cá nhân của người dân',
    href: '#bang',
    hint: '3 phút · 4 câu hỏi · vì chị tiếp nhận hồ sơ ở Một cửa',
    tag: { tone: 'caution', text: 'hôm nay' },
  },
  { title: 'Bài 3: Nhận ra thư giả mạo', href: '#bang', hint: 'Chương trình An toàn số · còn 8 phút', due: '2026-11-27' },
  { title: 'Xác nhận thông tin vị trí việc làm', hint: 'Mở được từ ngày 25/11', due: '2026-11-30' },
];

/** Particulars of a person. */
export const summary: readonly SummaryRow[] = [
  { label: 'Họ và tên', value: 'Nguyễn Thị Minh Hạnh' },
  { label: 'Đơn vị', value: 'Phường Văn Miếu - Quốc Tử Giám', href: '#bang' },
  { label: 'Thư điện tử', action: { href: '#bang', label: 'Bổ sung' } },
  { label: 'Ngày sinh', value: '08/03/1988', action: { href: '#bang', label: 'Đề nghị sửa' } },
];

/** What is to mend in the fields below. */
export const errors = [
  { href: '#name-again', text: 'Xin ghi họ và tên như trong quyết định tuyển dụng.' },
  { href: '#start-day-again', text: 'Tháng 2 năm 2026 không có ngày 31.' },
  { href: '#purpose-again', text: 'Xin chọn một lý do trước khi mở hồ sơ.' },
];
