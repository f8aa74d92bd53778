import { all, sql } from '#base/db/index.ts';
import type { Day } from '#base/day/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { findActor } from '#kernel/org/index.ts';
import { importMarkdown, submitDraft } from '#modules/learning/index.ts';

/** A course that is being written: its second lesson has no words yet. */
const WRITING = `# Tiếp công dân qua màn hình (minh họa)
Tóm tắt: Khóa học minh họa đang soạn cho cán bộ tiếp công dân trực tuyến.
Dành cho: cán bộ tiếp công dân của phường, xã
## Chuẩn bị
### Trước buổi tiếp
Tóm tắt: Chuẩn bị phòng, máy và hồ sơ trước khi người dân vào phòng họp trực tuyến.
Thời lượng: 10
Mở phòng họp trước **mười phút**. Kiểm tra tiếng, hình và ánh sáng. Để hồ sơ của vụ việc ở màn hình thứ hai, không chia sẻ màn hình đó.
:::ghi-nho
- Mở phòng trước mười phút
- Chỉ chia sẻ đúng cửa sổ cần cho người dân xem
- Ghi biên bản ngay trong buổi tiếp
:::
### Trong buổi tiếp
`;

/** A course that waits for its review, with an exercise and an assignment. */
const REVIEWED = `# Viết thư trả lời dễ hiểu (minh họa)
Tóm tắt: Khóa học minh họa: viết thư trả lời người dân bằng câu ngắn, nói rõ việc tiếp theo.
Dành cho: cán bộ trả lời thư và phản ánh của người dân
## Thư trả lời
### Một lá thư, ba phần
Tóm tắt: Thư trả lời tốt có ba phần: kết quả, lý do, việc tiếp theo.
Thời lượng: 12
#### Kết quả đứng trước
Người dân đọc thư để biết **được hay không**. Câu đầu tiên trả lời câu đó. Lý do và căn cứ đứng sau.
#### Việc tiếp theo
Nói rõ ai làm gì, trước ngày nào, hỏi thêm ở đâu. Tránh câu *“đề nghị ông bà liên hệ cơ quan có thẩm quyền”* khi chính anh chị biết cơ quan đó.
:::cau-hoi Câu mở đầu nào giúp người đọc nhất?
- [ ] Căn cứ các quy định hiện hành và hồ sơ của ông bà, đơn vị có ý kiến như sau | Người đọc phải đọc hết thư mới biết kết quả.
- [x] Hồ sơ của bà đã đủ; bà nhận kết quả từ ngày 12 tại quầy số 3 | Đúng: kết quả và việc tiếp theo trong một câu.
- [ ] Đơn vị đã nhận được thư của bà và xin cảm ơn | Lịch sự, nhưng chưa nói kết quả.
Giải thích: Câu mở đầu nên nói kết quả và việc tiếp theo, để người đọc yên tâm ngay.
:::
:::ghi-nho
- Kết quả ở câu đầu
- Lý do bằng câu ngắn, có căn cứ
- Việc tiếp theo: ai, làm gì, trước ngày nào
:::
:::bai-nop Viết lại một lá thư
Chọn một lá thư trả lời anh chị đã viết, bỏ tên người và số hồ sơ, rồi viết lại theo ba phần.
Tiêu chí: Kết quả ở câu đầu | không có | có nhưng đứng sau | đứng ngay câu đầu
Tiêu chí: Việc tiếp theo | không nói | nói thiếu ngày hoặc nơi | đủ ai, việc gì, ngày nào
Cách nộp: văn bản
Điểm đạt: 3
:::
`;

/** Two courses on their way, written by a trainer of the demo city: one is being written, one waits for a review. Nothing is made where nobody is a trainer. */
export async function makeCourses(ctxOn: (day: Day) => Ctx, today: Day): Promise<void> {
  const ctx = ctxOn(today);
  const [trainer] = await all(
    ctx.db,
    sql<{ personId: string; unitId: string }>`
    select granted.person_id as "personId", granted.unit_id as "unitId"
    from kernel.role_grant as granted
    join kernel.person on person.id = granted.person_id
    where granted.role = 'trainer'
      and granted.valid_from <= ${today}
      and granted.valid_to > ${today}
    order by granted.valid_from, person.staff_code
    limit 1`,
  );
  const actor = trainer && (await findActor(ctx.db, trainer.personId, today));
  if (trainer === undefined || actor === undefined) return;
  const own = (): Ctx => ({ ...ctxOn(today), actor });
  const { unitId } = trainer;
  await perform(importMarkdown, own(), { unitId, text: WRITING });
  const { course } = await perform(importMarkdown, own(), { unitId, text: REVIEWED });
  await perform(submitDraft, own(), { course, changed: 'Bản đầu tiên của khóa học minh họa' });
}
