import type { Item } from '#content/skills/item.ts';

export { rightAnswer } from './right.ts';

const rationale = 'Vì đây là lời giải thích chỉ được xem sau khi trả lời.';
const base = {
  family: '1.1-thu',
  competence: '1.1',
  outcome_vi: 'Tìm được văn bản theo số và ký hiệu.',
  outcome_en: 'Finds a document by its number.',
  band: 1,
  difficulty: -1.2,
  for: 'official',
} as const;

/** One item of each kind, for tests. */
export const SAMPLES: Record<Item['kind'], Item> = {
  single: {
    ...base,
    id: '1.1-mot-lua-chon',
    kind: 'single',
    key: ['b'],
    text: {
      vi: {
        situation: 'Chị cần tìm một quyết định.\n\nChị chỉ nhớ số của quyết định.',
        prompt: 'Chị nên gõ gì vào ô tìm kiếm?',
        options: { a: 'Cả câu hỏi dài', b: 'Số và ký hiệu', c: 'Tên người ký', d: 'Tên cơ quan' },
        rationale,
      },
      en: { prompt: 'What should you type into the search box?', options: { a: 'A long question', b: 'The number', c: 'The signer', d: 'The office' }, rationale },
    },
  },
  multiple: {
    ...base,
    id: '1.1-nhieu-lua-chon',
    kind: 'multiple',
    key: ['a', 'd'],
    text: { vi: { prompt: 'Chọn hai cách thu hẹp kết quả tìm kiếm.', options: { a: 'Thêm dấu ngoặc kép', b: 'Bỏ bớt từ', c: 'Tắt máy', d: 'Chọn khoảng ngày' }, rationale } },
  },
  order: {
    ...base,
    id: '1.1-sap-thu-tu',
    kind: 'order',
    key: ['c', 'a', 'b'],
    text: { vi: { prompt: 'Sắp các bước theo thứ tự đúng.', options: { b: 'Mở văn bản', a: 'Chọn kết quả', c: 'Gõ từ khóa' }, rationale } },
  },
  match: {
    ...base,
    id: '1.1-ghep-doi',
    kind: 'match',
    key: { l1: ['r2'], l2: ['r1'] },
    text: {
      vi: {
        prompt: 'Ghép mỗi việc với công cụ phù hợp.',
        left: { l1: 'Tìm văn bản', l2: 'Nộp hồ sơ' },
        right: { r1: 'Cổng dịch vụ công', r2: 'Công báo', r3: 'Máy tính tay' },
        rationale,
      },
    },
  },
  short: {
    ...base,
    id: '1.1-tra-loi-ngan',
    kind: 'short',
    key: { text: true },
    text: { vi: { prompt: 'Thư đã xóa nằm ở đâu? Ghi tên thư mục.', accept: ['Thùng rác', 'Đã xóa'], rationale } },
  },
  'hot-text': {
    ...base,
    id: '1.1-chon-trong-bai',
    kind: 'hot-text',
    key: ['p2'],
    text: { vi: { prompt: 'Chọn một chỗ cho thấy thư là giả.', passage: 'Kính gửi [[p1|anh chị]], hãy gửi [[p2|mã OTP]] cho [[p3|chúng tôi]].', rationale } },
  },
  task: {
    ...base,
    id: '1.1-bai-lam',
    kind: 'task',
    tool: 'spreadsheet',
    key: { 'r2-tong': ['=SUM(B2:B4)', '45'], 'answer-dong': ['r1'] },
    text: {
      vi: {
        prompt: 'Điền ô tổng và cho biết dòng nào sai.',
        scene: {
          title: 'Danh sách hộ',
          columns: ['Tổ', 'Số hộ', 'Tổng'],
          lines: [
            { id: 'r1', title: '1', cells: ['Tổ 1', '15', ''] },
            { id: 'r2', title: '2', cells: ['Tổ 2', '30', ''] },
          ],
          controls: { 'r2-tong': 'Ô C3', 'answer-dong': 'Dòng sai' },
          choices: { 'answer-dong': { r1: 'Dòng 1', r2: 'Dòng 2' } },
        },
        rationale,
      },
    },
  },
};
