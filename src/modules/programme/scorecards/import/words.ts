/** A word of a cell in both languages; others by which it is understood stand after them. */
type Word = { vi: string; en: string; others: readonly string[] };

/** What a row is. */
export type RowKind = 'group' | 'group-whole' | 'group-not-scored' | 'component';

/** Words for what a row is. */
export const STATED_WORDS: Record<RowKind, Word> = {
  group: { vi: 'Nhóm', en: 'Group', others: ['Chỉ số chính', 'Main indicator'] },
  'group-whole': { vi: 'Nhóm chấm chung', en: 'Group scored as a whole', others: [] },
  'group-not-scored': { vi: 'Nhóm không tính điểm', en: 'Group not scored', others: [] },
  component: { vi: 'Thành phần', en: 'Component', others: ['Chỉ số thành phần', 'Chỉ tiêu'] },
};

/** How a rule is named in a cell. */
export type RuleKind = 'steps' | 'ratio' | 'ratio-threshold' | 'count-steps' | 'conditions' | 'record';

/** Words for the kinds of rule. */
export const RULE_WORDS: Record<RuleKind, Word> = {
  steps: { vi: 'Bậc điểm', en: 'Steps', others: ['Bậc', 'Bậc thang'] },
  ratio: { vi: 'Tỷ lệ', en: 'Ratio', others: ['Tỷ lệ × điểm tối đa', 'Tỉ lệ'] },
  'ratio-threshold': { vi: 'Tỷ lệ có ngưỡng', en: 'Ratio with threshold', others: ['Tỉ lệ có ngưỡng'] },
  'count-steps': { vi: 'Đếm số lần', en: 'Count', others: ['Đếm', 'Số lần'] },
  conditions: { vi: 'Điều kiện', en: 'Conditions', others: ['Các điều kiện'] },
  record: { vi: 'Chỉ ghi nhận', en: 'Record only', others: ['Không tính điểm'] },
};

/** Words for yes and no. */
export const YES_WORDS: Record<'yes' | 'no', Word> = {
  yes: { vi: 'Có', en: 'Yes', others: ['x', 'Đúng'] },
  no: { vi: 'Không', en: 'No', others: ['Chưa'] },
};

/** The entry whose word a cell holds, whatever case, tone marks and spaces; undefined when none does. */
export function wordOf<K extends string>(words: Record<K, Word>, text: string): K | undefined {
  const keys = Object.keys(words).filter((name): name is K => name in words);
  return keys.find((name) => [words[name].vi, words[name].en, ...words[name].others].some((word) => plain(word) === plain(text)));
}

/** The words a cell may hold, for a sentence or a list of choices. */
export function listWords(words: Record<string, Word>, locale: 'vi' | 'en'): string[] {
  return Object.values(words).map((word) => word[locale]);
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9×]/g, '');
}
