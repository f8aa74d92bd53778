import type { Db } from '#base/db/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { importMarkdown, learning, publishDraft, submitDraft } from '#modules/learning/index.ts';
import { loadBank } from '#modules/skills/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { makeTown } from '#tests/town.ts';

/** A picture of one point. */
export const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
/** A course of two lessons as its author types it. */
export const TEXT = `# Nhận hồ sơ ở quầy
Tóm tắt: Khóa học ngắn cho cán bộ một cửa.
Dành cho: cán bộ một cửa
## Chương 1
### Nhận hồ sơ
Tóm tắt: Cách nhận hồ sơ đúng.
Thời lượng: 12
Kiểm tra **mã định danh** của người nộp.
:::cau-hoi Thiếu một giấy tờ thì làm gì?
- [ ] Trả lại | Dân phải đi lại.
- [x] Hướng dẫn một lần | Đúng.
- [ ] Cứ nhận
Giải thích: Người nộp được hướng dẫn đầy đủ một lần.
:::
### Trả kết quả
Tóm tắt: Cách trả kết quả.
Trả đúng hẹn.
`;

/** The town with its courses; Hạnh writes, Bình reviews, Dũng learns. */
export async function house(tx: Db) {
  const town = await makeTown(tx);
  await loadBank(testCtx(tx));
  await learning.start?.(testCtx(tx));
  const as = (person: string, role = 'official', unitId = town.ward): Ctx => testCtx(tx, { actor: actorWith(person, { role, unitId }) });
  return { town, as, hanh: () => as(town.hanh, 'trainer'), binh: () => as(town.binh, 'training-officer'), dung: () => as(town.dung, 'official', town.other) };
}

/** A draft of the text above, ready to be submitted. */
export async function drafted(tx: Db, text = TEXT) {
  const all = await house(tx);
  const { course } = await perform(importMarkdown, all.hanh(), { unitId: all.town.ward, text });
  return { ...all, course };
}

/** The same, published. */
export async function published(tx: Db, text = TEXT) {
  const all = await drafted(tx, text);
  await perform(submitDraft, all.hanh(), { course: all.course, changed: 'Bản đầu tiên' });
  await perform(publishDraft, all.binh(), { course: all.course, learners: 'finish', note: 'Đã đọc hết' });
  return all;
}
