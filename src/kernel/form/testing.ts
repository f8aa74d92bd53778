import Type from 'typebox';
import { FileAnswer, type Form } from './index.ts';

const words = (vi: string, en: string) => ({ vi, en });

/** A small form for tests, not part of the product: leave of absence, with a page that hangs on the kind and a question that hangs on the length. */
export const leave: Form = {
  name: 'test.leave',
  version: '2026-01-01',
  title: words('Đơn xin nghỉ', 'Application for leave'),
  pages: [
    {
      id: 'kind',
      title: words('Loại nghỉ', 'Kind of leave'),
      fields: [
        {
          name: 'kind',
          label: words('Anh, chị xin nghỉ loại nào?', 'Which kind of leave?'),
          schema: Type.Enum(['yearly', 'illness']),
          choices: { yearly: words('Nghỉ hằng năm', 'Yearly leave'), illness: words('Nghỉ ốm', 'Illness') },
        },
      ],
    },
    {
      id: 'illness',
      title: words('Giấy của cơ sở y tế', 'Note of the clinic'),
      when: Type.Object({ kind: Type.Literal('illness') }),
      fields: [
        { name: 'clinic', label: words('Cơ sở y tế', 'Clinic'), schema: Type.String({ minLength: 2, maxLength: 100 }) },
        { name: 'note', label: words('Bản chụp giấy', 'Picture of the note'), hint: words('Ảnh hoặc PDF', 'Picture or PDF'), schema: FileAnswer, optional: true },
      ],
    },
    {
      id: 'days',
      title: words('Thời gian', 'Time'),
      fields: [
        { name: 'from', label: words('Nghỉ từ ngày', 'First day'), schema: Type.String({ format: 'date' }) },
        { name: 'days', label: words('Số ngày', 'Days'), schema: Type.Integer({ minimum: 1, maximum: 60 }) },
        {
          name: 'reason',
          label: words('Vì sao nghỉ dài ngày?', 'Why so long?'),
          schema: Type.String({ minLength: 3, maxLength: 500 }),
          when: Type.Object({ days: Type.Number({ minimum: 11 }) }),
        },
        { name: 'away', label: words('Anh, chị có đi khỏi thành phố không?', 'Will you leave the city?'), schema: Type.Boolean() },
      ],
    },
  ],
};

/** Answers with which the form is complete. */
export const complete = { kind: 'yearly', from: '2026-12-01', days: 3, away: false };
